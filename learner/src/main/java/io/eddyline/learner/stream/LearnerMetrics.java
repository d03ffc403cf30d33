package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.stream.PrequentialQuality.Reading;
import io.eddyline.schemas.error.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The learner's metrics, summed over the tasks that this process owns now.
 *
 * <p>Counts of the learnt state are read from the tasks, which restore them with their rows.
 *
 * <p>Threading: thread-safe.
 */
final class LearnerMetrics {
  /** What a user-side task tells; read from any thread. */
  interface UserTaskReading {
    /** Distinct events in the partition's rows. */
    long trainedEvents();

    Reading quality();

    /** The last comparison of two windows of the partition's stream. */
    DriftMonitor.Reading drift();
  }

  private final Set<UserTaskReading> tasks = ConcurrentHashMap.newKeySet();
  private final Set<RowReading> rows = ConcurrentHashMap.newKeySet();
  private final Counter unreadable;
  private final Counter repeated;
  private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
  private final Counter skippedSteps;
  private final Counter minedLists;
  private final Counter miningSeconds;
  private final Counter teleported;
  private final Counter filtered;

  LearnerMetrics(MeterRegistry registry) {
    FunctionCounter.builder(
            "eddyline.learner.trained.events", this, it -> (double) it.trainedEvents())
        .description("distinct events in the learnt state; restored with it")
        .register(registry);
    FunctionCounter.builder("eddyline.learner.ranked.events", this, it -> it.quality().ranked())
        .description("events ranked before they were trained, since the start")
        .register(registry);
    window(registry, "recall10", "all", Reading::meanRecall);
    window(registry, "ndcg10", "all", Reading::meanNdcg);
    window(registry, "recall10", "recent", Reading::recentMeanRecall);
    window(registry, "ndcg10", "recent", Reading::recentMeanNdcg);
    unreadable =
        Counter.builder("eddyline.learner.unreadable.records")
            .description("records passed over because they could not be read")
            .register(registry);
    repeated =
        Counter.builder("eddyline.learner.repeated.records")
            .description("input passed over because the rows have it already")
            .register(registry);
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(
          reason,
          Counter.builder("eddyline.learner.rejected.records")
              .description("interactions and item updates that went to the quarantine")
              .tag("reason", reason.code())
              .register(registry));
    }
    skippedSteps =
        Counter.builder("eddyline.learner.skipped.steps")
            .description("steps left out because a gradient was not finite")
            .register(registry);
    Gauge.builder("eddyline.learner.drift.alarm", this, LearnerMetrics::driftAlarm)
        .description("1 while the last window of a partition's stream differs from the one before")
        .register(registry);
    Gauge.builder("eddyline.learner.drift.deviations", this, LearnerMetrics::driftDeviations)
        .description("nearest-neighbour order statistic, in standard deviations")
        .register(registry);
    FunctionCounter.builder(
            "eddyline.learner.drift.scarce.windows", this, LearnerMetrics::driftScarceWindows)
        .description("windows of the stream with too few histories to be compared, since the start")
        .register(registry);
    minedLists =
        Counter.builder("eddyline.learner.teleportation.lists")
            .description("items whose lists of hard negatives were mined")
            .register(registry);
    miningSeconds =
        Counter.builder("eddyline.learner.teleportation.mining")
            .description("time that the mining took on its thread")
            .baseUnit("seconds")
            .register(registry);
    teleported = teleportation(registry, "drawn");
    filtered = teleportation(registry, "filtered");
    for (RowReading.Side side : RowReading.Side.values()) {
      rowMetrics(registry, side);
    }
  }

  private void rowMetrics(MeterRegistry registry, RowReading.Side side) {
    Gauge.builder("eddyline.learner.rows", this, it -> it.sum(side, RowReading::rows))
        .description("rows in memory")
        .tag("side", side.label())
        .register(registry);
    Gauge.builder("eddyline.learner.waiting.ids", this, it -> it.sum(side, RowReading::waiting))
        .description("ids seen lately, too seldom for a row")
        .tag("side", side.label())
        .register(registry);
    FunctionCounter.builder(
            "eddyline.learner.admitted.rows", this, it -> it.sum(side, RowReading::admitted))
        .description("rows made since the start")
        .tag("side", side.label())
        .register(registry);
    FunctionCounter.builder(
            "eddyline.learner.expired.rows", this, it -> it.sum(side, RowReading::expired))
        .description("rows that left unused since the start")
        .tag("side", side.label())
        .register(registry);
  }

  private double sum(RowReading.Side side, ToLongFunction<RowReading> value) {
    return (double) rows.stream().filter(reading -> reading.side() == side).mapToLong(value).sum();
  }

  /** The partition that deviates most; NaN before any comparison. */
  private double driftDeviations() {
    return tasks.stream()
        .mapToDouble(task -> task.drift().deviations())
        .filter(Double::isFinite)
        .max()
        .orElse(Double.NaN);
  }

  private double driftScarceWindows() {
    return (double) tasks.stream().mapToLong(task -> task.drift().scarceWindows()).sum();
  }

  private double driftAlarm() {
    return tasks.stream().anyMatch(task -> task.drift().alarm()) ? 1 : 0;
  }

  void add(UserTaskReading task) {
    tasks.add(task);
  }

  void remove(UserTaskReading task) {
    tasks.remove(task);
  }

  void add(RowReading reading) {
    rows.add(reading);
  }

  void remove(RowReading reading) {
    rows.remove(reading);
  }

  void countUnreadable() {
    unreadable.increment();
  }

  void countRepeated() {
    repeated.increment();
  }

  void countRejected(RejectionReason reason) {
    Objects.requireNonNull(rejected.get(reason)).increment();
  }

  void countSkippedSteps(long count) {
    skippedSteps.increment((double) count);
  }

  void countMining(long lists, long tookNs) {
    minedLists.increment((double) lists);
    miningSeconds.increment(tookNs / 1e9);
  }

  void countTeleported(long drawn, long leftOut) {
    teleported.increment((double) drawn);
    filtered.increment((double) leftOut);
  }

  long trainedEvents() {
    return tasks.stream().mapToLong(UserTaskReading::trainedEvents).sum();
  }

  Reading quality() {
    return tasks.stream().map(UserTaskReading::quality).reduce(Reading.NONE, Reading::plus);
  }

  private static Counter teleportation(MeterRegistry registry, String outcome) {
    return Counter.builder("eddyline.learner.teleportation.negatives")
        .description("keys of mined lists that were drawn, or left out by the filter")
        .tag("outcome", outcome)
        .register(registry);
  }

  private void window(
      MeterRegistry registry, String metric, String window, ToDoubleFunction<Reading> value) {
    Gauge.builder("eddyline.learner.prequential", this, it -> value.applyAsDouble(it.quality()))
        .description("quality of the rankings made before training")
        .tag("metric", metric)
        .tag("window", window)
        .register(registry);
  }
}
