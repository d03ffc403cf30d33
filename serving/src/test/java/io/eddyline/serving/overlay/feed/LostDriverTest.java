package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.config.RecordSettings;
import java.nio.file.Path;
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

  @TempDir Path root;

  @Test
  void rowsComeFromTheLogMeanwhileAndFromTheStreamAfterwards() throws Exception {
    Path folder = root.resolve("driver");
    LossyDriver driver = new LossyDriver(folder, 0, SEED);
    try (AeronLink link = AeronLink.open(UDP);
        SimulatedLearner learner = SimulatedLearner.overUdp(link, 1);
        UdpReader reader = new UdpReader(root, driver.settings(), STALE_MS)) {
      reader.announce(learner.control());
      learner.awaitReader();
      TrainedTask task = new TrainedTask(new SplittableRandom(SEED), learner, List.of(reader));
      task.run(500);
      task.awaitConvergence(reader, "before");

      driver.close();
      await().until(() -> !reader.link().isConnected());
      double before = fromStream(reader);
      task.run(500);
      task.commit();
      await().until(() -> reader.has(task.offset()));
      task.checkAllRows(reader, "from the log");
      assertThat(fromStream(reader)).isEqualTo(before);

      driver = new LossyDriver(folder, 0, SEED);
      await().until(() -> reader.link().isConnected());
      await()
          .until(
              () -> {
                task.run(20);
                return fromStream(reader) > before;
              });
      task.awaitConvergence(reader, "from the stream again");
    } finally {
      driver.close();
    }
  }

  private static double fromStream(UdpReader reader) {
    return reader.count("eddyline.serving.overlay.rows.taken", "source", "stream");
  }
}
