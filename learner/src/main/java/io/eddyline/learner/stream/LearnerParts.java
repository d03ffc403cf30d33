package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaHints;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the tasks of one process share.
 *
 * @param stamp of the settings that rows depend on
 * @param inputs the topics whose offsets the rows remember
 * @param repeated told of input that the rows have already
 * @param unreadable told of records that are passed over
 * @param poison interactions and updates that no step could be made of
 * @param nanoClock measures what ranking costs
 * @param miner runs the mining of teleported negatives
 * @param deltas where tasks hand their changes over
 * @param hints rows of other learners in the replica
 * @param images by which rows outlive the process
 */
record LearnerParts(
    LearnerSettings settings,
    LearnerConfig config,
    RowStamp stamp,
    InputTopics inputs,
    ItemReplica replica,
    AttributeIndex attributes,
    Lead lead,
    LearnerMetrics metrics,
    RepeatedRecords repeated,
    UnreadableRecords unreadable,
    PoisonRecords poison,
    LongSupplier nanoClock,
    Executor miner,
    DeltaTasks deltas,
    ReplicaHints hints,
    LocalImages images) {

  /** Partitions of the item side. */
  int itemPartitions() {
    return stamp.getItemPartitions();
  }

  /** These parts, with changes handed over and heard there. */
  LearnerParts with(DeltaTasks deltaTasks, ReplicaHints replicaHints) {
    return new LearnerParts(
        settings,
        config,
        stamp,
        inputs,
        replica,
        attributes,
        lead,
        metrics,
        repeated,
        unreadable,
        poison,
        nanoClock,
        miner,
        deltaTasks,
        replicaHints,
        images);
  }

  /** These parts, with other images. */
  LearnerParts with(LocalImages otherImages) {
    return new LearnerParts(
        settings,
        config,
        stamp,
        inputs,
        replica,
        attributes,
        lead,
        metrics,
        repeated,
        unreadable,
        poison,
        nanoClock,
        miner,
        deltas,
        hints,
        otherImages);
  }

  /** As the other; nothing is heard. */
  LearnerParts with(DeltaTasks deltaTasks) {
    return with(deltaTasks, hints);
  }

  /**
   * The parts of a process that has read nothing yet and sends no changes.
   *
   * @param topics of the model, with the partitions of both sides
   * @param replica of the process, empty
   */
  static LearnerParts fresh(
      LearnerSettings settings,
      LearnerConfig config,
      TopicCatalogue topics,
      ItemReplica replica,
      LearnerMetrics metrics,
      LongSupplier nanoClock,
      Executor miner) {
    RowStamp stamp = RowStamps.of(settings, topics);
    return new LearnerParts(
        settings,
        config,
        stamp,
        new InputTopics(),
        replica,
        new AttributeIndex(settings.coldStart(), settings.seed()),
        new Lead(topics.config().userPartitions(), topics.config().itemPartitions()),
        metrics,
        new RepeatedRecords(metrics),
        new UnreadableRecords(metrics),
        new PoisonRecords(),
        nanoClock,
        miner,
        DeltaTasks.off(),
        new ReplicaHints(replica, topics.config().itemPartitions()),
        new LocalImages(config.localImages(), stamp, nanoClock, System::currentTimeMillis));
  }
}
