package io.eddyline.learner.attribution;

import io.eddyline.learner.agent.Work;
import io.eddyline.schemas.attribution.ArmFigures;
import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the interactions and counts, for each version and arm, the events that name its answers.
 *
 * <p>All attributions of a deployment share the partitions as one consumer group. What a partition
 * has been counted to is committed together with its offset, as the offset's metadata, so that a
 * restart and a partition that moves lose and repeat nothing.
 *
 * <p>Threading: one thread, but for the meters, which read an immutable value.
 */
final class Attribution implements Work {
  private static final Duration POLL = Duration.ofMillis(200);
  /* Commits and samples of what has changed. */
  private static final long REPORT_MS = 2_000;
  /* Samples of everything, so that a reader who begins late has them soon. */
  private static final long REPEAT_MS = 30_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final TopicCatalogue topics;
  private final InstantSource clock;
  private final Map<TopicPartition, PartitionCounts> counts = new HashMap<>();
  private volatile Map<Arm, ArmFigures> totals = Map.of();
  private long reportedMs;
  private long repeatedMs;

  /**
   * @param consumer a member of the group, reads committed records only; closed with this
   * @param producer sends the samples; closed with this
   */
  Attribution(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      TopicCatalogue topics,
      MeterRegistry registry,
      InstantSource clock) {
    this.consumer = consumer;
    this.producer = producer;
    this.topics = topics;
    this.clock = clock;
    for (Arm arm : Arm.values()) {
      FunctionCounter.builder(
              "eddyline.attribution.events", this, it -> (double) it.total(arm).eventCount())
          .description("events that named an answer of the arm; restored with the group's offsets")
          .tag("arm", arm.code())
          .register(registry);
      FunctionCounter.builder(
              "eddyline.attribution.positives", this, it -> (double) it.total(arm).positives())
          .description("positive events that named an answer of the arm")
          .tag("arm", arm.code())
          .register(registry);
      FunctionCounter.builder(
              "eddyline.attribution.reciprocal.positions",
              this,
              it -> it.total(arm).reciprocalPositions())
          .description("sum of 1 / (1 + position) over those that said their position")
          .tag("arm", arm.code())
          .register(registry);
    }
  }

  private ArmFigures total(Arm arm) {
    return totals.getOrDefault(arm, ArmFigures.NONE);
  }

  @Override
  public void start() {
    consumer.subscribe(List.of(topics.interactions().name()), new Handover());
  }

  /** Reads what has come, and tells and commits from time to time what it says. */
  @Override
  public void doWork() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      count(record);
    }
    long nowMs = clock.millis();
    if (nowMs - reportedMs >= REPORT_MS) {
      reportedMs = nowMs;
      boolean everything = nowMs - repeatedMs >= REPEAT_MS;
      if (everything) {
        repeatedMs = nowMs;
      }
      commit(counts.keySet());
      report(everything, nowMs);
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record) {
    PartitionCounts partition = counts.get(new TopicPartition(record.topic(), record.partition()));
    if (partition == null || record.value() == null) {
      return;
    }
    try {
      partition.add(RecordSerdes.INTERACTION.decode(record.value()));
    } catch (FormatException e) {
      return; // the learner quarantines what it cannot read
    }
  }

  private void commit(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    for (TopicPartition partition : partitions) {
      PartitionCounts counted = counts.get(partition);
      if (counted != null) {
        places.put(
            partition, new OffsetAndMetadata(consumer.position(partition), counted.encode()));
      }
    }
    if (!places.isEmpty()) {
      consumer.commitSync(places);
    }
  }

  private void report(boolean everything, long nowMs) {
    counts.forEach(
        (partition, counted) -> {
          if (counted.takeChanged() || everything) {
            counted
                .arms()
                .forEach(
                    (key, figures) ->
                        ArmSamples.of(key, partition.partition(), figures, nowMs)
                            .forEach(this::send));
          }
        });
    sumUp();
  }

  private void sumUp() {
    Map<Arm, ArmFigures> sums = new EnumMap<>(Arm.class);
    for (PartitionCounts counted : counts.values()) {
      counted.arms().forEach((key, figures) -> sums.merge(key.arm(), figures, ArmFigures::plus));
    }
    totals = Map.copyOf(sums);
  }

  private void send(MetricSample sample) {
    Future<?> _ =
        producer.send(
            new ProducerRecord<>(
                topics.metrics().name(),
                sample.getName().getBytes(StandardCharsets.UTF_8),
                RecordSerdes.METRIC_SAMPLE.encode(sample)));
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
  }

  /** Takes counts over with their partitions and leaves them with those that go. */
  private final class Handover implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
      for (TopicPartition partition : assigned) {
        OffsetAndMetadata place = committed.get(partition);
        counts.put(partition, PartitionCounts.decode(place == null ? "" : place.metadata()));
      }
      sumUp();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      try {
        commit(revoked);
      } finally {
        revoked.forEach(counts::remove);
        sumUp();
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lost.forEach(counts::remove);
      sumUp();
    }
  }
}
