package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.snapshot.gate.FreshInteraction;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the interactions that come after those that some rows were trained on.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class InteractionLog implements AutoCloseable {
  /* Of what is read, some is progress or no positive signal; past so many records reading ends. */
  private static final int RECORDS_AN_INTERACTION = 20;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final LongSupplier nanoClock;

  /**
   * @param consumer reads committed records only, without a group; closed with this
   */
  InteractionLog(
      Consumer<byte[], byte[]> consumer, TopicSpec interactions, LongSupplier nanoClock) {
    this.consumer = consumer;
    this.nanoClock = nanoClock;
    this.partitions = new ArrayList<>();
    for (int partition = 0; partition < interactions.partitions(); partition++) {
      partitions.add(new TopicPartition(interactions.name(), partition));
    }
  }

  /**
   * The first positive interactions after these offsets, each pair of user and item once.
   *
   * @param trained offset by partition up to which the rows were trained; one that is not named was
   *     not read at all
   * @param max interactions
   * @param waitMs milliseconds to wait for as many; those that are there already are read without
   */
  List<FreshInteraction> after(Map<Integer, Long> trained, int max, long waitMs) {
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(partition, trained.getOrDefault(partition.partition(), -1L) + 1);
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Set<FreshInteraction> found = new LinkedHashSet<>();
    long startNs = nanoClock.getAsLong();
    long read = 0;
    while (found.size() < max
        && read < (long) max * RECORDS_AN_INTERACTION
        && (!isRead(ends) || nanoClock.getAsLong() - startNs < waitMs * 1_000_000)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        read++;
        FreshInteraction interaction = interaction(record.value());
        if (interaction != null && found.size() < max) {
          found.add(interaction);
        }
      }
    }
    consumer.unsubscribe(); // what was fetched ahead is let go
    return List.copyOf(found);
  }

  private boolean isRead(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static @Nullable FreshInteraction interaction(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      Interaction interaction = RecordSerdes.INTERACTION.decode(value);
      Signal signal = interaction.getSignal();
      return interaction.hasSignal() && signal.getPolarity() == Polarity.POSITIVE
          ? new FreshInteraction(signal.getUserId(), signal.getItemId())
          : null;
    } catch (FormatException e) {
      return null; // the learner quarantines what it cannot read
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
