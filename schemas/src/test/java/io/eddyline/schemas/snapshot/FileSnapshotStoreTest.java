package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSnapshotStoreTest {
  @TempDir Path root;
  private FileSnapshotStore store;

  @BeforeEach
  void openStore() {
    store = new FileSnapshotStore(root);
  }

  @Test
  void aDraftIsInvisibleUntilItIsPublished() throws IOException {
    try (SnapshotDraft draft = store.draft("main", 1)) {
      Files.writeString(draft.file("items.f32"), "rows");
      assertThat(store.versions("main")).isEmpty();
      draft.publish(manifest(1, draft));
    }
    assertThat(store.versions("main")).containsExactly(1L);
    store.open("main", 1).verify();
  }

  @Test
  void anAbandonedDraftLeavesNothing() throws IOException {
    try (SnapshotDraft draft = store.draft("main", 1)) {
      Files.writeString(draft.file("items.f32"), "rows");
    }
    assertThat(store.versions("main")).isEmpty();
    try (Stream<Path> left = Files.list(root.resolve("main"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesToPublishAVersionTwice() throws IOException {
    publish(1);
    assertThatThrownBy(() -> publish(1))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("two builders");
  }

  @Test
  void verifyNamesAnAlteredFile() throws IOException {
    publish(1);
    StoredSnapshot snapshot = store.open("main", 1);
    Files.writeString(snapshot.file("items.f32"), "ROWS");
    assertThatThrownBy(snapshot::verify)
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("items.f32 has SHA-256");
  }

  @Test
  void verifyNamesATruncatedAndAMissingFile() throws IOException {
    publish(1);
    StoredSnapshot snapshot = store.open("main", 1);
    Files.writeString(snapshot.file("items.f32"), "ro");
    assertThatThrownBy(snapshot::verify).hasMessageContaining("has 2 bytes, expected 4");
    Files.delete(snapshot.file("items.f32"));
    assertThatThrownBy(snapshot::verify).hasMessageContaining("lacks items.f32");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Manifest.FORMAT_VERSION - 1, Manifest.FORMAT_VERSION + 1})
  void refusesAManifestOfAnotherFormat(int format) throws IOException {
    publish(1);
    Path manifest = root.resolve("main/1/manifest.json");
    String known = "\"formatVersion\" : " + Manifest.FORMAT_VERSION;
    Files.writeString(
        manifest, Files.readString(manifest).replace(known, "\"formatVersion\" : " + format));
    assertThatThrownBy(() -> store.open("main", 1))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "snapshot format %d, this reader knows %d".formatted(format, Manifest.FORMAT_VERSION));
  }

  @Test
  void refusesAMissingVersionAndAHostileModelName() {
    assertThatThrownBy(() -> store.open("main", 7)).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> store.open("../main", 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deletedVersionsAreGone() throws IOException {
    publish(1);
    publish(2);
    store.delete("main", 1);
    assertThat(store.versions("main")).containsExactly(2L);
  }

  private void publish(long version) throws IOException {
    try (SnapshotDraft draft = store.draft("main", version)) {
      Files.writeString(draft.file("items.f32"), "rows");
      draft.publish(manifest(version, draft));
    }
  }

  private static Manifest manifest(long version, SnapshotDraft draft) throws IOException {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "main",
        version,
        null,
        0,
        64,
        0,
        new Manifest.Counts(0, 0, 0),
        new Manifest.Offsets(Map.of(0, 5L), Map.of(), Map.of(), Map.of()),
        0,
        new Scoring(0.1f, 1, 0, 20, 0.8f, 0.5f, 0),
        Map.of(),
        draft.digests(),
        null,
        null,
        null);
  }
}
