package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.stream.PrequentialQuality.Reading;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the quality of one task to the log and the metrics topic, as long as there is news.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class QualityReporter {
  private static final Logger LOG = LoggerFactory.getLogger(QualityReporter.class);

  private double reportedRanked;

  /** What has to be told now; nothing if no event was ranked since the last report. */
  List<MetricSample> report(
      TaskId task, Reading reading, Scoring scoring, long trainedEvents, long nowMs) {
    if (reading.ranked() <= reportedRanked) {
      return List.of();
    }
    reportedRanked = reading.ranked();
    LOG.info(
        "user side {}: {} events, recent NDCG@10 {}, Recall@10 {}, prior, trend and last-item"
            + " weight {}, {}, {}",
        task,
        trainedEvents,
        String.format(Locale.ROOT, "%.4f", reading.recentMeanNdcg()),
        String.format(Locale.ROOT, "%.4f", reading.recentMeanRecall()),
        scoring.priorWeight(),
        scoring.trendWeight(),
        scoring.lastItemWeight());
    return List.of(
        sample("ndcg10", reading.recentMeanNdcg(), task, nowMs),
        sample("recall10", reading.recentMeanRecall(), task, nowMs),
        sample("prior_weight", scoring.priorWeight(), task, nowMs),
        sample("trend_weight", scoring.trendWeight(), task, nowMs),
        sample("last_item_weight", scoring.lastItemWeight(), task, nowMs));
  }

  /** What a comparison of two windows of the task's stream found. */
  List<MetricSample> report(TaskId task, DriftMonitor.Reading drift, long nowMs) {
    if (drift.alarm()) {
      LOG.warn(
          "user side {}: the stream has changed, {} standard deviations from the window before",
          task,
          String.format(Locale.ROOT, "%.1f", drift.deviations()));
    }
    return List.of(
        sample("drift_deviations", drift.deviations(), task, nowMs),
        sample("drift_alarm", drift.alarm() ? 1 : 0, task, nowMs));
  }

  private static MetricSample sample(String metric, double value, TaskId task, long nowMs) {
    return MetricSample.newBuilder()
        .setName("eddyline_learner_" + metric)
        .putTags("partition", Integer.toString(task.partition()))
        .putTags("window", "recent")
        .setValue(value)
        .setAtMs(nowMs)
        .build();
  }
}
