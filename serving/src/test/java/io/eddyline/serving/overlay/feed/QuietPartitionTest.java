package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A partition in which nothing happens, beside a busy one, with their learner unheard: its log says
 * nothing twice, so that its mark grows old, and with it the lag that answers tell of.
 */
class QuietPartitionTest {
  private static final RowPartition BUSY = new RowPartition(Side.USER, 0);
  private static final RowPartition QUIET = new RowPartition(Side.USER, 1);
  private static final long EPOCH = 5;

  private final Map<RowPartition, Long> readings = new HashMap<>();
  private final Watermarks watermarks = new Watermarks(List.of(BUSY, QUIET), 2);
  private final PartitionFeed busy = feed(BUSY);
  private final PartitionFeed quiet = feed(QUIET);

  private PartitionFeed feed(RowPartition place) {
    Overlay overlay = new Overlay(new OverlayConfig(10, 10), new SimpleMeterRegistry());
    FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
    RowLog log =
        new RowLog() {
          @Override
          public void read(RowPartition partition, long offset, long reading) {
            readings.put(partition, reading);
          }

          @Override
          public void stop(RowPartition partition) {
            readings.remove(partition);
          }
        };
    return new PartitionFeed(
        place,
        new PartitionFeed.Parts(overlay, watermarks, log, new NewRows(overlay, meters), meters));
  }

  @BeforeEach
  void readBothLogs() {
    busy.want(0, 0);
    quiet.want(0, 0);
    logged(busy, mark(0, 10, 1_000));
    logged(quiet, mark(1, 20, 1_000));
  }

  private static AppliedMark mark(int source, long input, long atMs) {
    return AppliedMark.of(EPOCH, input, Map.of(source, input), atMs);
  }

  private void logged(PartitionFeed feed, AppliedMark mark) {
    long reading = requireNonNull(readings.get(feed.partition()), "it is being read");
    feed.onPiece(new LogPiece(feed.partition(), reading, List.of(), mark, true), 0);
  }

  private long upToMs() {
    boolean _ = watermarks.publish();
    return watermarks.upToMs();
  }

  @Test
  void answersAreAsOldAsItsLastMarkUntilItsLearnerIsHeard() {
    assertThat(upToMs()).isEqualTo(1_000);

    logged(busy, mark(0, 11, 2_000));
    logged(busy, mark(0, 12, 3_000));
    assertThat(upToMs()).as("up to the mark of the quiet one").isEqualTo(1_000);
    assertThat(watermarks.applied(0)).as("of the busy one").isEqualTo(12);

    assertThat(quiet.arrive(7, EPOCH, 40, 1, 0)).isTrue();
    quiet.onWatermark(mark(1, 20, 4_000), 0);
    assertThat(quiet.state()).isEqualTo(StreamState.LIVE);
    assertThat(upToMs()).as("up to the mark of the other").isEqualTo(3_000);
    assertThat(watermarks.applied(1)).as("the same as before").isEqualTo(20);
  }

  @Test
  void withoutAnyMarkNothingIsClaimed() {
    quiet.want(-1, 0);

    assertThat(upToMs()).isZero();
  }
}
