package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The agent of a feed with one partition, whose log was read: its stream alone brings what is new.
 */
final class LiveFeed {
  final Overlay overlay = overlay();
  final Watermarks watermarks;
  final DeltaAdapter adapter;
  final OverlayAgent agent;
  private long nowNs = System.nanoTime();

  /**
   * A feed whose messages a test hands over.
   *
   * @param epoch of the task
   */
  LiveFeed(RowPartition place, long epoch) {
    this(place, epoch, _ -> null);
  }

  /**
   * @param epoch of the task
   * @param streams makes what brings messages of what takes them, null if a test does
   */
  LiveFeed(
      RowPartition place, long epoch, Function<DeltaAdapter, @Nullable LearnerStreams> streams) {
    FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
    NewRows newRows = new NewRows(overlay, meters);
    watermarks = new Watermarks(List.of(place), 4);
    long[] reading = {0};
    RowLog log =
        new RowLog() {
          @Override
          public void read(RowPartition partition, long offset, long number) {
            reading[0] = number;
          }

          @Override
          public void stop(RowPartition partition) {}
        };
    PartitionFeeds feeds =
        new PartitionFeeds(
            List.of(place), new PartitionFeed.Parts(overlay, watermarks, log, newRows, meters));
    adapter = new DeltaAdapter(feeds, meters);
    agent =
        new OverlayAgent(
            feeds,
            new OverlayAgent.Inputs(streams.apply(adapter), adapter, new ArrayDeque<>()),
            new OverlayAgent.Outputs(
                overlay, newRows, watermarks, new Waiters(watermarks, 4), meters.begin()),
            new OverlayAgent.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            10_000);
    feeds.forEach(feed -> feed.want(0, nowNs));
    AppliedMark mark = AppliedMark.of(epoch, 1, Map.of(), 1);
    feeds.forEach(
        feed -> feed.onPiece(new LogPiece(place, reading[0], List.of(), mark, true), nowNs));
  }

  static Overlay overlay() {
    return new Overlay(new OverlayConfig(1_000, 1_000), new SimpleMeterRegistry());
  }

  /** A turn of the agent, a millisecond later. */
  void turn() {
    nowNs += 1_000_000;
    int _ = agent.doWork();
  }
}
