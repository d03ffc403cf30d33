package io.eddyline.learner.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far restoring has come, and how far the standbys are behind: in the log every few seconds, in
 * the metrics at any time.
 *
 * <p>Threading: thread-safe; Streams calls it on the threads that restore.
 */
final class RestoreProgress implements StateRestoreListener, StandbyUpdateListener {
  private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);
  private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(5);

  /** One partition of one store; written by the thread that restores it. */
  private static final class Restoring {
    private final long records;
    private final long startNs;
    private final long endOffset;
    private volatile long nextOffset;
    private long restored;
    private long loggedNs;

    private Restoring(long startOffset, long endOffset, long nowNs) {
      this.records = endOffset - startOffset;
      this.nextOffset = startOffset;
      this.endOffset = endOffset;
      this.startNs = nowNs;
      this.loggedNs = nowNs;
    }

    private long remaining() {
      return Math.max(0, endOffset - nextOffset);
    }
  }

  private final LongSupplier nanoClock;
  private final Map<TopicPartition, Restoring> restoring = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> standbyLags = new ConcurrentHashMap<>();
  private final Counter restoredRecords;

  RestoreProgress(MeterRegistry registry, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    restoredRecords =
        Counter.builder("eddyline.learner.restored.records")
            .description("records read from the learner's own logs to restore its state")
            .register(registry);
    Gauge.builder("eddyline.learner.restore.remaining.records", this, RestoreProgress::remaining)
        .description("records still to be read before the partitions being restored can go on")
        .register(registry);
    Gauge.builder("eddyline.learner.standby.lag.records", this, RestoreProgress::standbyLag)
        .description("records by which the standbys of this process are behind")
        .register(registry);
    Gauge.builder("eddyline.learner.standby.stores", standbyLags, Map::size)
        .description("stores of partitions that this process follows as a standby")
        .register(registry);
  }

  @Override
  public void onRestoreStart(TopicPartition log, String store, long start, long end) {
    restoring.put(log, new Restoring(start, end, nanoClock.getAsLong()));
  }

  @Override
  public void onBatchRestored(TopicPartition log, String store, long batchEnd, long count) {
    restoredRecords.increment((double) count);
    Restoring progress = restoring.get(log);
    if (progress == null) {
      return;
    }
    progress.nextOffset = batchEnd + 1;
    progress.restored += count;
    long nowNs = nanoClock.getAsLong();
    if (nowNs - progress.loggedNs >= LOG_EVERY_NS) {
      progress.loggedNs = nowNs;
      double rate = rate(progress.restored, nowNs - progress.startNs);
      LOG.info(
          "restoring {} {}: {} of {} offsets, {} records/s, {} s left",
          store,
          log.partition(),
          progress.records - progress.remaining(),
          progress.records,
          Math.round(rate),
          Math.round((double) progress.remaining() / Math.max(1, rate)));
    }
  }

  @Override
  public void onRestoreEnd(TopicPartition log, String store, long total) {
    Restoring progress = restoring.remove(log);
    if (progress != null && total > 0) {
      long tookNs = nanoClock.getAsLong() - progress.startNs;
      LOG.info(
          "restored {} {}: {} records in {} ms, {} a second",
          store,
          log.partition(),
          total,
          TimeUnit.NANOSECONDS.toMillis(tookNs),
          Math.round(rate(total, tookNs)));
    }
  }

  @Override
  public void onRestoreSuspended(TopicPartition log, String store, long total) {
    restoring.remove(log);
  }

  @Override
  public void onUpdateStart(TopicPartition log, String store, long start) {
    standbyLags.put(log, 0L);
  }

  @Override
  public void onBatchLoaded(
      TopicPartition log, String store, TaskId task, long batchEnd, long count, long currentEnd) {
    restoredRecords.increment((double) count);
    standbyLags.put(log, Math.max(0, currentEnd - batchEnd - 1));
  }

  @Override
  public void onUpdateSuspended(
      TopicPartition log, String store, long offset, long currentEnd, SuspendReason reason) {
    standbyLags.remove(log);
  }

  private double remaining() {
    return (double) restoring.values().stream().mapToLong(Restoring::remaining).sum();
  }

  private double standbyLag() {
    return (double) standbyLags.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double rate(long records, long tookNs) {
    return records * 1e9 / Math.max(1, tookNs);
  }
}
