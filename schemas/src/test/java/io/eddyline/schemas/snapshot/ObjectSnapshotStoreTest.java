package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when uploads, downloads and writers come to grief. */
class ObjectSnapshotStoreTest {
  private static final Map<String, String> FILES =
      new TreeMap<>(Map.of("items.f32", "items", "popularity.f32", "pop", "users.f32", "users"));

  private static S3Server server;

  @TempDir private Path folder = Path.of("");
  private Bucket bucket;
  private ScriptedObjects objects;
  private Path cache;
  private ObjectSnapshotStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(Bucket.NAME);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void openStore() throws IOException {
    bucket = new Bucket(server, folder);
    objects = new ScriptedObjects(bucket.objects());
    cache = bucket.cache();
    store = bucket.store(objects, cache, 2);
  }

  @AfterEach
  void closeStores() {
    bucket.close();
  }

  @Test
  void theManifestIsTheLastObjectAndNothingIsSeenBeforeIt() throws IOException {
    ObjectSnapshotStore reader = bucket.store();
    List<List<Long>> seen = new ArrayList<>();
    objects.before((_, _) -> seen.add(reader.versions("main")));
    Versions.publish(store, "main", 1, FILES);
    objects.before((_, _) -> {});
    assertThat(seen).hasSizeGreaterThan(FILES.size()).allMatch(List::isEmpty);
    assertThat(objects.calls().getLast()).isEqualTo("create main/1/manifest.json");
    assertThat(reader.versions("main")).containsExactly(1L);
  }

  @Test
  void anUploadThatFailsLeavesNoVersionAndTheNextTrySucceeds() throws IOException {
    for (String failing : List.of("write main/1/items", "write main/1/users", "create main/1/")) {
      objects.before(
          (call, key) -> {
            if ((call + " " + key).startsWith(failing)) {
              throw new ObjectStoreException("away");
            }
          });
      assertThatThrownBy(() -> Versions.publish(store, "main", 1, FILES)).hasMessage("away");
      assertThat(bucket.store().versions("main")).isEmpty();
    }
    objects.before((_, _) -> {});
    Versions.publish(store, "main", 1, FILES);
    bucket.store().open("main", 1).verify();
    assertThat(drafts()).isEmpty();
  }

  @Test
  void ofTwoWritersAtATimeOneHasTheVersionWithItsOwnFiles() throws IOException {
    ObjectSnapshotStore other = bucket.store();
    objects.before(
        (call, _) -> {
          if (call.equals("create")) {
            objects.before((_, _) -> {});
            Versions.publish(other, 1, "the other's");
          }
        });
    assertThatThrownBy(() -> Versions.publish(store, 1, "mine"))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("two builders");
    StoredSnapshot snapshot = bucket.store().open("main", 1);
    snapshot.verify();
    assertThat(snapshot.file(Versions.ROWS)).hasContent("the other's");
  }

  @Test
  void aVersionIsRemovedManifestFirst() throws IOException {
    Versions.publish(store, "main", 1, FILES);
    objects.before(
        (call, key) -> {
          if (call.equals("delete") && !key.endsWith("manifest.json")) {
            throw new ObjectStoreException("away");
          }
        });
    assertThatThrownBy(() -> store.delete("main", 1)).hasMessage("away");
    assertThat(store.versions("main")).isEmpty();
    assertThatThrownBy(() -> store.open("main", 1)).isInstanceOf(FormatException.class);
  }

  @Test
  void whatNeverCameToBeIsRemovedWhenItIsOld() throws IOException {
    Versions.publish(store, "main", 1, FILES);
    Versions.publish(store, "other", 1, FILES);
    objects.before(
        (call, key) -> {
          if (call.equals("create")) {
            throw new ObjectStoreException("away");
          }
        });
    assertThatThrownBy(() -> Versions.publish(store, "main", 2, FILES)).hasMessage("away");
    objects.before((_, _) -> {});
    store.draft("main", 3).close();
    assertThat(objects.list("main/2/")).hasSize(FILES.size());
    bucket.advance(Duration.ofHours(2));
    store.draft("main", 3).close();
    assertThat(objects.list("main/2/")).isEmpty();
    bucket.store().open("main", 1).verify();
    bucket.store().open("other", 1).verify();
  }

  @Test
  void aVersionIsMadeThoughLeftoversCannotBeRemoved() throws IOException {
    objects.before(
        (call, _) -> {
          if (call.equals("abandon")) {
            throw new ObjectStoreException("not allowed");
          }
        });
    Versions.publish(store, "main", 1, FILES);
    assertThat(store.versions("main")).containsExactly(1L);
  }

  @Test
  void theWriterReadsItsOwnVersionFromItsDisk() throws IOException {
    Versions.publish(store, "main", 1, FILES);
    objects.calls();
    StoredSnapshot snapshot = store.open("main", 1);
    snapshot.fetch();
    snapshot.verify();
    assertThat(objects.calls()).containsExactly("read main/1/manifest.json");
    assertThat(snapshot.file("users.f32")).hasContent("users");
  }

  @Test
  void aVersionThatCannotBeKeptHereIsPublishedAllTheSame() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("main"), "a file where the model's folder should be");
    Versions.publish(store, "main", 1, FILES);
    assertThat(bucket.store().versions("main")).containsExactly(1L);
    assertThat(drafts()).isEmpty();
  }

  @Test
  void aFileThatWasTornInTheCacheIsBroughtAnew() throws IOException {
    Versions.publish(bucket.store(), "main", 1, FILES);
    StoredSnapshot snapshot = store.open("main", 1);
    snapshot.verify();
    objects.calls();
    Files.writeString(snapshot.file("items.f32"), "ITEMS");
    Files.writeString(snapshot.file("users.f32"), "us");
    snapshot.verify();
    assertThat(snapshot.file("items.f32")).hasContent("items");
    assertThat(snapshot.file("users.f32")).hasContent("users");
    assertThat(objects.calls())
        .hasSize(2)
        .allMatch(call -> call.contains("items.f32") || call.contains("users.f32"));
    Files.delete(snapshot.file("popularity.f32"));
    snapshot.fetch();
    assertThat(snapshot.file("popularity.f32")).hasContent("pop");
  }

  @Test
  void aProcessTrustsNoCopyThatItHasNotChecked() throws IOException {
    Versions.publish(bucket.store(), "main", 1, FILES);
    store.open("main", 1).verify();
    StoredSnapshot snapshot = store.open("main", 1);
    Files.writeString(snapshot.file("items.f32"), "ITEMS");
    StoredSnapshot later = bucket.store(objects, cache, 2).open("main", 1);
    later.fetch();
    assertThat(later.file("items.f32")).hasContent("items");
  }

  @Test
  void aDownloadThatIsCutGoesOnWhereItEnded() throws IOException {
    Versions.publish(bucket.store(), "main", 1, FILES);
    StoredSnapshot snapshot = store.open("main", 1);
    objects.cutStreams(4);
    assertThatThrownBy(snapshot::verify)
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("ended after 4 of 5 bytes");
    assertThat(snapshot.folder()).doesNotExist();
    objects.cutStreams(Integer.MAX_VALUE);
    objects.before(
        (_, key) -> {
          if (key.contains("users")) {
            throw new ObjectStoreException("away");
          }
        });
    assertThatThrownBy(snapshot::verify).hasMessage("away");
    assertThat(snapshot.folder()).doesNotExist();
    objects.before((_, _) -> {});
    objects.calls();
    snapshot.verify();
    assertThat(objects.calls()).hasSize(1).allMatch(call -> call.contains("users.f32"));
    assertThat(snapshot.folder()).isDirectoryContaining("glob:**popularity.f32");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aLoadThatIsAbandonedLeavesNoVersion() throws IOException {
    Versions.publish(bucket.store(), "main", 1, FILES);
    StoredSnapshot snapshot = store.open("main", 1);
    assertThatThrownBy(
            () ->
                snapshot.verify(
                    () -> {
                      throw new IllegalStateException("not wanted any more");
                    }))
        .hasMessage("not wanted any more");
    assertThat(snapshot.folder()).doesNotExist();
  }

  @Test
  void copiesUsedLongestAgoAreRemoved() throws IOException {
    ObjectSnapshotStore writer = bucket.store();
    for (long version = 1; version <= 4; version++) {
      Versions.publish(writer, "main", version, FILES);
    }
    List<Path> copies = new ArrayList<>();
    for (long version : List.of(1L, 2L, 1L, 3L)) {
      StoredSnapshot snapshot = store.open("main", version);
      snapshot.fetch();
      copies.add(snapshot.folder());
      bucket.advance(Duration.ofSeconds(1));
    }
    assertThat(copies.get(0)).isDirectory();
    assertThat(copies.get(1)).doesNotExist();
    assertThat(copies.get(3)).isDirectory();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatProcessesLeftHalfDoneIsRemovedUnlessTheyLive() throws IOException {
    long living = ProcessHandle.current().parent().orElseThrow().pid();
    long own = ProcessHandle.current().pid();
    Path stays = Files.createDirectories(cache.resolve(".fetch-%d-main-1-00".formatted(living)));
    List<Path> go = new ArrayList<>();
    for (String name : List.of(".fetch-%d-main-1-00", ".draft-%d-7-xyz", ".deleted-%d-xyz")) {
      go.add(Files.createDirectories(cache.resolve(name.formatted(own))));
    }
    go.add(Files.createDirectories(cache.resolve(".fetch-x-main")));
    Path version = Files.createDirectories(cache.resolve("main/1-00"));
    bucket.store(objects, cache, 2);
    assertThat(go).noneMatch(Files::exists);
    assertThat(stays).isDirectory();
    assertThat(version).isDirectory();
  }

  @Test
  void anotherVersionOfTheSameNumberIsNotTakenForTheCopy() throws IOException {
    Versions.publish(store, 1, "rows");
    store.open("main", 1).verify();
    ObjectSnapshotStore other = bucket.store();
    other.delete("main", 1);
    Versions.publish(other, 1, "ROWS");
    StoredSnapshot snapshot = store.open("main", 1);
    snapshot.fetch();
    assertThat(snapshot.file(Versions.ROWS)).hasContent("ROWS");
  }

  private List<Path> drafts() throws IOException {
    return leftovers(".draft-");
  }

  private List<Path> leftovers() throws IOException {
    return leftovers(".");
  }

  private List<Path> leftovers(String prefix) throws IOException {
    try (var entries = Files.list(cache)) {
      return entries.filter(it -> it.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
