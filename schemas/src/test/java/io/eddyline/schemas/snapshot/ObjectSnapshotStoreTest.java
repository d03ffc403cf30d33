package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when uploads and writers come to grief. */
class ObjectSnapshotStoreTest extends ScriptedStoreFixture {
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
    assertThat(leftovers(".draft-")).isEmpty();
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
  void aVersionThatCannotBeKeptHereIsPublishedAllTheSame() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("main"), "a file where the model's folder should be");
    Versions.publish(store, "main", 1, FILES);
    assertThat(bucket.store().versions("main")).containsExactly(1L);
    assertThat(leftovers(".draft-")).isEmpty();
  }
}
