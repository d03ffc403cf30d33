package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;

/**
 * Which model's snapshots are built, from what, when and where to.
 *
 * @param model name of the model
 * @param store receives the snapshots
 * @param config of the builder: when a snapshot is due, how many are kept
 * @param settings of the model
 * @param topics that the rows come from and the announcements go to
 */
public record SnapshotPlan(
    String model,
    SnapshotStore store,
    SnapshotsConfig config,
    LearnerSettings settings,
    TopicCatalogue topics) {
  /** The consumer group of all builders of the model. */
  String group() {
    return "%s-snapshots-%s".formatted(topics.config().prefix(), model);
  }
}
