package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void anAbandonedDraftLeavesNothing() throws IOException {
    try (SnapshotDraft draft = store.draft("main", 1)) {
      Files.writeString(draft.file("items.f32"), "rows");
    }
    assertThat(store.versions("main")).isEmpty();
    try (Stream<Path> left = Files.list(root.resolve("main"))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Manifest.FORMAT_VERSION - 1, Manifest.FORMAT_VERSION + 1})
  void refusesAManifestOfAnotherFormat(int format) throws IOException {
    Versions.publish(store, 1, "rows");
    Path manifest = root.resolve("main/1/manifest.json");
    String known = "\"formatVersion\" : " + Manifest.FORMAT_VERSION;
    Files.writeString(
        manifest, Files.readString(manifest).replace(known, "\"formatVersion\" : " + format));
    assertThatThrownBy(() -> store.open("main", 1))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "snapshot format %d, this reader knows %d".formatted(format, Manifest.FORMAT_VERSION));
  }
}
