package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies of versions on the disk: brought, compared, let go. */
class SnapshotCopiesTest extends ScriptedStoreFixture {
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
    assertThat(leftovers(".")).isEmpty();
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
    assertThat(leftovers(".")).isEmpty();
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
}
