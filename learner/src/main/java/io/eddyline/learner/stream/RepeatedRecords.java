package io.eddyline.learner.stream;

import io.eddyline.schemas.record.Interaction;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Input that comes again though the rows have it: the consumer group lost its place, because it was
 * away for longer than Kafka keeps offsets, was deleted or was set back. Such records are passed
 * over and counted; the log says so once a partition. So are interactions that cleaning passed on
 * twice, which it does after a crash.
 *
 * <p>Threading: thread-safe.
 */
final class RepeatedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedRecords.class);

  private final LearnerMetrics metrics;
  private final Set<TopicPartition> told = ConcurrentHashMap.newKeySet();

  RepeatedRecords(LearnerMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Takes up a record, or passes over it.
   *
   * @return whether it is passed over
   */
  boolean passesOver(InputRecord input, AppliedOffsets applied) {
    if (applied.startInput(input.offset())) {
      return false;
    }
    metrics.countRepeated();
    TopicPartition partition = new TopicPartition(input.place().topic(), input.place().partition());
    if (told.add(partition)) {
      LOG.warn(
          "the group's place in {} was lost: {} to {} are in the rows already and are passed over",
          partition,
          input.offset(),
          applied.input());
    }
    return true;
  }

  /**
   * Takes up an interaction, or passes over it.
   *
   * @return whether it is passed over
   */
  boolean passesOver(Interaction interaction, AppliedOffsets applied) {
    if (applied.startSource(interaction)) {
      return false;
    }
    metrics.countRepeated();
    return true;
  }
}
