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

/** A reader over UDP that stands still until what it has not read is nowhere any more. */
class StalledReaderTest {
  /* Small terms: a reader is soon so far behind that the learner has nothing of it any more. */
  private static final AeronConfig UDP =
      RecordSettings.bind(AeronConfig.class, Map.of("term-bytes", "65536"));
  private static final int STALE_MS = 500;
  private static final long SEED = 3;

  @TempDir Path folder;

  @Test
  void holdsNobodyElseBackAndComesToTheLogWhenItGoesOn() throws Exception {
    StallingRegistry stalling = new StallingRegistry();
    try (AeronLink link = AeronLink.open(UDP);
        SimulatedLearner learner = SimulatedLearner.overUdp(link, 1);
        UdpReader other = new UdpReader(folder.resolve("other"), UDP, STALE_MS);
        UdpReader stalled = new UdpReader(folder.resolve("stalled"), UDP, STALE_MS, stalling)) {
      other.announce(learner.control());
      stalled.announce(learner.control());
      await().until(() -> isHearing(other) && isHearing(stalled));
      TrainedTask task =
          new TrainedTask(new SplittableRandom(SEED), learner, List.of(other, stalled));
      task.run(500);
      task.awaitConvergence(other, "before");
      task.awaitConvergence(stalled, "before");

      stalling.stall();
      double before = fromStream(other);
      await()
          .until(
              () -> {
                task.run(100);
                return stalling.isStalled();
              });
      task.run(4_000);
      task.awaitConvergence(other, "while the other one stands still");
      assertThat(stalling.isStalled()).isTrue();
      assertThat(fromStream(other)).isGreaterThan(before);

      stalling.goOn();
      task.awaitConvergence(stalled, "after it went on, seed " + SEED);
      double caughtUp = fromStream(stalled);
      task.run(500);
      task.awaitConvergence(stalled, "live again, seed " + SEED);
      assertThat(fromStream(stalled)).isGreaterThan(caughtUp);
    }
  }

  private static boolean isHearing(UdpReader reader) {
    return reader.gauge("eddyline.serving.overlay.learners") == 1;
  }

  private static double fromStream(UdpReader reader) {
    return reader.count("eddyline.serving.overlay.rows.taken", "source", "stream");
  }
}
