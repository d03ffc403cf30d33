package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The golden version without items, to lay rows over. */
public final class StressModels {
  private static final Path GOLDEN = Path.of("..", "src", "test", "resources", "snapshots");

  private StressModels() {}

  public static LoadedModel empty() {
    try {
      return new ModelLoader(new FileSnapshotStore(GOLDEN), Inference.INLINE)
          .load(new ModelVersion("main", 1, null), LoadPace.UNLIMITED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
