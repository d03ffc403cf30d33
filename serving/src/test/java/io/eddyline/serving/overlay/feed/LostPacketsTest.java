package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.config.RecordSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packets that the network loses, between two media drivers: the overlay comes to the log. */
class LostPacketsTest {
  private static final AeronConfig UDP = RecordSettings.bind(AeronConfig.class, Map.of());
  private static final int STALE_MS = 200;
  private static final int EVENTS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void overlayConvergesToTheLogWhenOnePacketInTwentyIsLost() throws Exception {
    converges(0.05, 1);
  }

  @Test
  @Tag("slow")
  void overlayConvergesToTheLogWhenThreePacketsInTenAreLost() throws Exception {
    converges(0.3, 2);
  }

  private void converges(double rate, long seed) throws Exception {
    String where = "loss %s, seed %d".formatted(rate, seed);
    try (LossyDriver driver = new LossyDriver(folder.resolve("driver"), rate, seed);
        AeronLink link = AeronLink.open(UDP);
        SimulatedLearner learner = SimulatedLearner.overUdp(link, 1);
        UdpReader reader = new UdpReader(folder, driver.settings(), STALE_MS)) {
      reader.announce(learner.control());
      learner.awaitReader();
      TrainedTask task = new TrainedTask(new SplittableRandom(seed), learner, List.of(reader));

      task.run(EVENTS);
      task.awaitConvergence(reader, where);
      assertThat(driver.lost()).as(where).isPositive();

      driver.cut(true);
      await().atMost(LIMIT).until(() -> trainsUntilTheImageIsTorn(task, reader));
      driver.cut(false);
      task.run(EVENTS);
      task.awaitConvergence(reader, where);
    }
  }

  private static boolean trainsUntilTheImageIsTorn(TrainedTask task, UdpReader reader) {
    task.run(100);
    return reader.gauge("eddyline.serving.overlay.learners") == 0;
  }
}
