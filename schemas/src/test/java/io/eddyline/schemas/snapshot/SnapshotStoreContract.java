package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store keeps to. */
abstract class SnapshotStoreContract {
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEIKtcSTXmpEMyTqJQcQG0qq03bsoHWLjjunoUTKLczksY
      -----END PRIVATE KEY-----
      """;
  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEALgSnS6RqyYuKdsFii/BH97kvpLRaIwdZQiXoTTBbGnU=
      -----END PUBLIC KEY-----
      """;

  @TempDir Path keys = Path.of("");

  /** A store without versions. */
  abstract SnapshotStore store();

  /** The same versions as another process sees them that has read none of them. */
  abstract SnapshotStore another() throws IOException;

  /** Gives a file of main's version other content where the store has it; null: removes it. */
  abstract void alter(long version, String name, @Nullable String content) throws IOException;

  @Test
  void whatIsPublishedIsReadAsItWasWritten() throws IOException {
    String large = "0123456789abcdef".repeat(1 << 16);
    Map<String, String> files = Map.of("items.f32", "rows", "users.f32", large, "seen.bin", "");
    String digest = Versions.publish(store(), "main", 7, files);
    for (SnapshotStore reader : List.of(store(), another())) {
      StoredSnapshot snapshot = reader.open("main", 7);
      assertThat(snapshot.manifestSha256()).isEqualTo(digest);
      snapshot.fetch();
      snapshot.verify();
      for (Map.Entry<String, String> file : files.entrySet()) {
        assertThat(snapshot.file(file.getKey())).hasContent(file.getValue());
      }
    }
  }

  @Test
  void aDraftIsInvisibleUntilItIsPublished() throws IOException {
    try (SnapshotDraft draft = store().draft("main", 1)) {
      Files.writeString(draft.file(Versions.ROWS), "rows");
      assertThat(another().versions("main")).isEmpty();
      draft.publish(Versions.manifest("main", 1, draft.digests()));
    }
    assertThat(another().versions("main")).containsExactly(1L);
  }

  @Test
  void anAbandonedDraftLeavesNothing() throws IOException {
    Path file;
    try (SnapshotDraft draft = store().draft("main", 1)) {
      file = Files.writeString(draft.file(Versions.ROWS), "rows");
    }
    assertThat(file).doesNotExist();
    assertThat(file.getParent()).doesNotExist();
    assertThat(another().versions("main")).isEmpty();
  }

  @Test
  void aVersionIsPublishedOnce() throws IOException {
    Versions.publish(store(), 1, "rows");
    assertThatThrownBy(() -> Versions.publish(another(), 1, "other"))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("two builders");
    StoredSnapshot snapshot = another().open("main", 1);
    snapshot.verify();
    assertThat(snapshot.file(Versions.ROWS)).hasContent("rows");
  }

  @Test
  void verifyNamesAnAlteredACutAndAMissingFile() throws IOException {
    Versions.publish(store(), 1, "rows");
    alter(1, Versions.ROWS, "ROWS");
    assertThatThrownBy(() -> another().open("main", 1).verify())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("items.f32")
        .hasMessageContaining("has SHA-256");
    alter(1, Versions.ROWS, "ro");
    assertThatThrownBy(() -> another().open("main", 1).verify())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("has 2 bytes, expected 4");
    alter(1, Versions.ROWS, null);
    assertThatThrownBy(() -> another().open("main", 1).verify())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("lacks items.f32");
  }

  @Test
  void aFileWhoseNameLeadsElsewhereIsNotRead() throws IOException {
    Manifest.FileDigest digest = new Manifest.FileDigest(4, "00");
    try (SnapshotDraft draft = store().draft("main", 1)) {
      Files.writeString(draft.file("secret"), "rows");
      Path outside = draft.file("../secret").normalize();
      Files.writeString(outside, "rows");
      assertThatThrownBy(
              () ->
                  draft.preview(Versions.manifest("main", 1, Map.of("../secret", digest))).verify())
          .hasMessageContaining("lists a file called \"../secret\"");
      Files.delete(outside);
    }
  }

  @Test
  void stampsTellThatAFileWasAltered() throws IOException {
    Versions.publish(store(), 1, "rows");
    Map<String, FileStamp> before = another().stamps("main", 1);
    assertThat(before).isNotEmpty().isEqualTo(store().stamps("main", 1));
    alter(1, Versions.ROWS, "longer");
    assertThat(another().stamps("main", 1)).isNotEqualTo(before);
    assertThat(another().stamps("main", 2)).isEmpty();
  }

  @Test
  void modelsAndNumbersAreApart() throws IOException {
    Versions.publish(store(), "main", 1, Map.of(Versions.ROWS, "one"));
    Versions.publish(store(), "main", 12, Map.of(Versions.ROWS, "twelve"));
    Versions.publish(store(), "main-2", 3, Map.of(Versions.ROWS, "three"));
    assertThat(another().versions("main")).containsExactly(1L, 12L);
    store().delete("main", 1);
    assertThat(another().versions("main")).containsExactly(12L);
    assertThat(another().stamps("main", 1)).isEmpty();
    another().open("main", 12).verify();
    another().open("main-2", 3).verify();
    assertThat(another().changedAtMs("main", 12)).isPositive();
  }

  @Test
  void refusesAMissingVersionAndAHostileModelName() {
    assertThatThrownBy(() -> store().open("main", 7))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no snapshot 7 of model main");
    for (String name : List.of("../main", "a/b", "", ".")) {
      assertThatThrownBy(() -> store().open(name, 1)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store().versions(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store().draft(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void signaturesComeWithTheVersion() throws IOException {
    Path key = Files.writeString(keys.resolve("private"), PRIVATE);
    Path trusted = Files.writeString(keys.resolve("public"), PUBLIC);
    ReadPolicy policy = new ReadPolicy(TrustedKeys.of(List.of(trusted)), SnapshotLimits.NONE);
    Versions.publish(store().signedBy(ManifestSigner.of(key)), 1, "rows");
    Versions.publish(store(), 2, "rows");
    SnapshotStore reader = another().demanding(policy);
    assertThat(reader.open("main", 1).isSigned()).isTrue();
    reader.open("main", 1).requireTrusted();
    assertThat(reader.open("main", 2).isSigned()).isFalse();
    assertThatThrownBy(() -> reader.open("main", 2).requireTrusted())
        .hasMessageContaining("is not signed");
  }

  @Test
  void readersBesideAWriterSeeWholeVersions() throws Exception {
    AtomicBoolean written = new AtomicBoolean();
    try (ExecutorService readers = Executors.newFixedThreadPool(3)) {
      List<Future<Integer>> reads = new ArrayList<>();
      for (int reader = 0; reader < 3; reader++) {
        SnapshotStore mine = another();
        reads.add(readers.submit(() -> readWhile(mine, written)));
      }
      for (long version = 1; version <= 12; version++) {
        Versions.publish(
            store(),
            "main",
            version,
            Map.of(Versions.ROWS, "rows of " + version, "users.f32", "users of " + version));
        if (version > 4) {
          store().delete("main", version - 4);
        }
      }
      written.set(true);
      int whole = 0;
      for (Future<Integer> read : reads) {
        whole += read.get();
      }
      assertThat(whole).isPositive();
    }
  }

  /** Reads the newest version again and again; returns how often it was whole. */
  private static int readWhile(SnapshotStore store, AtomicBoolean written) throws IOException {
    int whole = 0;
    boolean last = false;
    while (!last) {
      last = written.get();
      List<Long> versions = store.versions("main");
      if (!versions.isEmpty()) {
        whole += isReadWhole(store, versions.getLast()) ? 1 : 0;
      }
    }
    return whole;
  }

  /** False if the version was removed on the way, the one reason for which a read may fail. */
  private static boolean isReadWhole(SnapshotStore store, long version) throws IOException {
    try {
      StoredSnapshot snapshot = store.open("main", version);
      snapshot.verify();
      assertThat(snapshot.file(Versions.ROWS)).hasContent("rows of " + version);
      return true;
    } catch (FormatException | IOException e) {
      assertThat(store.versions("main")).as("%s", e).doesNotContain(version);
      return false;
    }
  }
}
