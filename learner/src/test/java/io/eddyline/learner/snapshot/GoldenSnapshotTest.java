package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The snapshots among serving's test resources are what this writer writes: serving is tested on
 * real files without knowing the learner.
 *
 * <p>After a wanted change of the format, remove the versions and run this test with {@code
 * -Dgolden.write=true}; it writes those that are missing.
 */
class GoldenSnapshotTest {
  private static final Path GOLDEN =
      Path.of("..", "serving", "src", "test", "resources", "snapshots");

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void writesTheGoldenBytes(long version) throws Exception {
    SnapshotSource rows =
        version == 1 ? new RandomRows(0, 0, 0, 8) : new RandomRows(version, 48, 26, 8);
    Path golden = GOLDEN.resolve("main").resolve(Long.toString(version));
    if (Boolean.getBoolean("golden.write") && !Files.exists(golden)) {
      new SnapshotWriter(new FileSnapshotStore(GOLDEN)).write(rows, RandomRows.header(version));
    }

    Path written =
        new SnapshotWriter(new FileSnapshotStore(root))
            .write(rows, RandomRows.header(version))
            .snapshot()
            .folder();

    assertThat(names(written)).isEqualTo(names(golden));
    for (String name : names(written)) {
      assertThat(written.resolve(name)).hasSameBinaryContentAs(golden.resolve(name));
    }
  }

  @Test
  void goldenSnapshotsAreSound() throws Exception {
    FileSnapshotStore store = new FileSnapshotStore(GOLDEN);
    for (long version : store.versions("main")) {
      store.open("main", version).verify();
    }
  }

  private static List<String> names(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
