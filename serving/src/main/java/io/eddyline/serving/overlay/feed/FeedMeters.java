package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * How fresh the answers are, and what it takes to keep them so, of the feeds of all models.
 *
 * <p>Threading: thread-safe.
 */
final class FeedMeters {
  private final Counter userGaps;
  private final Counter itemGaps;
  private final Map<CatchUpReason, Counter> catchUps = new EnumMap<>(CatchUpReason.class);
  private final Counter streamRows;
  private final Counter logRows;
  private final Counter stale;
  private final Counter unreadable;
  private final Timer catchUp;
  private final Timer cleaning;
  private final Timer training;
  private final Timer delivery;
  private final Timer total;
  private final Timer ofLog;
  private final Set<FeedState> feeds = ConcurrentHashMap.newKeySet();

  FeedMeters(MeterRegistry registry) {
    userGaps = gaps(registry, "user");
    itemGaps = gaps(registry, "item");
    for (CatchUpReason reason : CatchUpReason.values()) {
      catchUps.put(reason, catchUps(registry, reason));
    }
    streamRows = rows(registry, "stream");
    logRows = rows(registry, "log");
    stale = messages(registry, "stale");
    unreadable = messages(registry, "unreadable");
    catchUp =
        Timer.builder("eddyline.serving.overlay.catch.up")
            .description("Time until the stream alone brings a partition's rows")
            .register(registry);
    cleaning = leg(registry, "cleaning");
    training = leg(registry, "training");
    delivery = leg(registry, "delivery");
    total = leg(registry, "total");
    ofLog = leg(registry, "log");
    gauges(registry);
  }

  private void gauges(MeterRegistry registry) {
    Gauge.builder(
            "eddyline.serving.delta.lag",
            this,
            it -> it.feeds.stream().mapToLong(FeedState::lagMs).max().orElse(0) / 1_000.0)
        .description("Age of the oldest watermark of the partitions")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("eddyline.serving.overlay.catching.up", this, it -> it.sum(FeedState::catchingUp))
        .description("Partitions whose rows come from the row topics")
        .register(registry);
    Gauge.builder("eddyline.serving.overlay.waiting", this, it -> it.sum(FeedState::waiting))
        .description("Requests that wait for their own events")
        .register(registry);
    Gauge.builder("eddyline.serving.overlay.learners", this, it -> it.sum(FeedState::learners))
        .description("Streams of changed rows that are heard")
        .register(registry);
  }

  private int sum(ToIntFunction<FeedState> count) {
    return feeds.stream().mapToInt(count).sum();
  }

  private static Counter gaps(MeterRegistry registry, String side) {
    return Counter.builder("eddyline.delta.gaps")
        .description("Places in the streams of changed rows where messages were missing")
        .tag("side", side)
        .register(registry);
  }

  private static Counter catchUps(MeterRegistry registry, CatchUpReason reason) {
    return Counter.builder("eddyline.serving.overlay.catch.ups")
        .description("Readings of a partition's row topic that were begun")
        .tag("reason", reason.label())
        .register(registry);
  }

  private static Counter rows(MeterRegistry registry, String source) {
    return Counter.builder("eddyline.serving.overlay.rows.taken")
        .description("Rows that were newer than what was there")
        .tag("source", source)
        .register(registry);
  }

  private static Counter messages(MeterRegistry registry, String outcome) {
    return Counter.builder("eddyline.serving.delta.messages.dropped")
        .description("Messages and records that were not applied")
        .tag("reason", outcome)
        .register(registry);
  }

  private static Timer leg(MeterRegistry registry, String leg) {
    return Timer.builder("eddyline.serving.freshness")
        .description("Time from an event's acknowledgement until answers show it")
        .tag("leg", leg)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(60))
        .register(registry);
  }

  void gap(Side side) {
    (side == Side.USER ? userGaps : itemGaps).increment();
  }

  void catchUpBegun(CatchUpReason reason) {
    Objects.requireNonNull(catchUps.get(reason), "every reason has a counter").increment();
  }

  void caughtUp(long durationNs) {
    catchUp.record(durationNs, TimeUnit.NANOSECONDS);
  }

  void takenFromStream() {
    streamRows.increment();
  }

  void takenFromLog() {
    logRows.increment();
  }

  void stale() {
    stale.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  /** A row is seen by requests from now on; clocks that disagree count as no time. */
  void visible(EventTimes way, long nowMs) {
    record(delivery, way.trainedAtMs(), nowMs);
    record(training, way.cleanedAtMs(), way.trainedAtMs());
    record(cleaning, way.appendedAtMs(), way.cleanedAtMs());
    record(total, way.appendedAtMs(), nowMs);
  }

  /** Rows of a transaction of the log are seen from now on; 0 if there is none. */
  void visibleFromLog(long committedAtMs, long nowMs) {
    record(ofLog, committedAtMs, nowMs);
  }

  private static void record(Timer leg, long fromMs, long toMs) {
    if (fromMs > 0 && toMs > 0) {
      leg.record(Math.max(0, toMs - fromMs), TimeUnit.MILLISECONDS);
    }
  }

  /** Where one more feed says how it is doing. */
  FeedState begin() {
    FeedState feed = new FeedState();
    feeds.add(feed);
    return feed;
  }

  /** A feed is over. */
  void end(FeedState feed) {
    feeds.remove(feed);
  }
}
