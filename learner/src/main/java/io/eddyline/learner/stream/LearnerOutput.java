package io.eddyline.learner.stream;

import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.Rejection;

/** What the sides forward. */
sealed interface LearnerOutput {
  /** A batch for one partition of the item side. */
  record Updates(ItemUpdates batch) implements LearnerOutput {}

  /** A report for the metrics topic. */
  record Report(MetricSample sample) implements LearnerOutput {}

  /** A record for the quarantine. */
  record Refused(Rejection rejection) implements LearnerOutput {}
}
