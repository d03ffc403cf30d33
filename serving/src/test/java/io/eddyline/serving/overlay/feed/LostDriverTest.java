package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.config.RecordSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader's media driver ends, and another one comes in its place. */
class LostDriverTest {
  private static final AeronConfig UDP = RecordSettings.bind(AeronConfig.class, Map.of());
  private static final int STALE_MS = 300;
  private static final long SEED = 4;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path root;

  /** Starts the driver of a folder; what ends is closed. */
  private interface Driver {
    AutoCloseable start(Path folder) throws IOException;
  }

  @Test
  void rowsComeFromTheLogMeanwhileAndFromTheStreamAfterwards() throws Exception {
    outlives(driver -> new LossyDriver(driver, 0, SEED));
  }

  @Test
  void theSameWhenTheDriversProcessIsKilled() throws Exception {
    outlives(DriverProcess::start);
  }

  private void outlives(Driver driver) throws Exception {
    Path folder = root.resolve("driver");
    try (AeronLink link = AeronLink.open(UDP);
        SimulatedLearner learner = SimulatedLearner.overUdp(link, 1);
        UdpReader reader = new UdpReader(root, DriverProcess.settings(folder), STALE_MS)) {
      TrainedTask task;
      try (AutoCloseable _ = driver.start(folder)) {
        reader.announce(learner.control());
        learner.awaitReader();
        task = new TrainedTask(new SplittableRandom(SEED), learner, List.of(reader));
        task.run(500);
        task.awaitConvergence(reader, "before, seed " + SEED);
      }

      await().atMost(LIMIT).until(() -> !reader.link().isConnected());
      double before = fromStream(reader);
      task.run(500);
      task.commitAll();
      await().atMost(LIMIT).until(() -> reader.has(task.offset()));
      task.awaitAllRows(reader, "from the log, seed " + SEED);
      assertThat(fromStream(reader)).isEqualTo(before);

      try (AutoCloseable _ = driver.start(folder)) {
        await().atMost(LIMIT).until(() -> reader.link().isConnected());
        await()
            .atMost(LIMIT)
            .until(
                () -> {
                  task.run(20);
                  return fromStream(reader) > before;
                });
        task.awaitConvergence(reader, "from the stream again, seed " + SEED);
      }
    }
  }

  private static double fromStream(UdpReader reader) {
    return reader.count("eddyline.serving.overlay.rows.taken", "source", "stream");
  }
}
