package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.stream.LearnerOutput.Report;
import io.eddyline.schemas.record.MetricSample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends what one user side has found out about its quality and about drift to the metrics topic.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserSideReports {
  private final ProcessorContext<byte[], LearnerOutput> context;
  private final QualityReporter reporter;
  private final PrequentialQuality quality;
  private final LiveRanking ranking;
  private final DriftWatch drift;

  UserSideReports(
      ProcessorContext<byte[], LearnerOutput> context,
      QualityReporter reporter,
      PrequentialQuality quality,
      LiveRanking ranking,
      DriftWatch drift) {
    this.context = context;
    this.reporter = reporter;
    this.quality = quality;
    this.ranking = ranking;
    this.drift = drift;
  }

  /** Sends what is new, and compares the windows of the drift if there is time. */
  void send(long trainedEvents, long nowMs) {
    forward(
        reporter.report(
            context.taskId(), quality.reading(), ranking.scoring(), trainedEvents, nowMs),
        nowMs);
    DriftMonitor.Reading compared = drift.compare();
    if (compared != null) {
      forward(reporter.report(context.taskId(), compared, nowMs), nowMs);
    }
  }

  private void forward(List<MetricSample> samples, long nowMs) {
    for (MetricSample sample : samples) {
      byte[] key = sample.getName().getBytes(StandardCharsets.UTF_8);
      context.forward(new Record<>(key, new Report(sample), nowMs));
    }
  }
}
