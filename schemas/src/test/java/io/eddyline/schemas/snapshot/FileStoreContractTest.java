package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

class FileStoreContractTest extends SnapshotStoreContract {
  @TempDir private Path root = Path.of("");

  @Override
  SnapshotStore store() {
    return new FileSnapshotStore(root);
  }

  @Override
  SnapshotStore another() {
    return new FileSnapshotStore(root);
  }

  @Override
  void alter(long version, String name, @Nullable String content) throws IOException {
    Path file = root.resolve("main").resolve(Long.toString(version)).resolve(name);
    if (content == null) {
      Files.delete(file);
    } else {
      Files.writeString(file, content);
    }
  }
}
