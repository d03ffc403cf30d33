package io.eddyline.learner.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.attribution.ArmFigures;
import io.eddyline.schemas.attribution.ArmKey;
import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Two builders' attributions share the partitions, and partitions move between them. */
class AttributionHandoverTest {
  private static final int PARTITIONS = 4;
  private static final ArmKey ARM = new ArmKey("main", 7, Arm.CANARY);

  private final TopicCatalogue topics =
      new TopicCatalogue(new TopicsConfig("test", PARTITIONS, 1, 1));
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final Map<TopicPartition, List<byte[]>> log = new HashMap<>();
  private final ArmSamples heard = new ArmSamples();
  private long nowMs = 1_000_000;

  /** A member of the group; the offsets are those of the group. */
  private final class Member extends MockConsumer<byte[], byte[]> {
    private boolean commitsFail;

    private Member() {
      super("earliest");
      Map<TopicPartition, Long> beginnings = new HashMap<>();
      partitions(0, PARTITIONS).forEach(partition -> beginnings.put(partition, 0L));
      updateBeginningOffsets(beginnings);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(committed);
      found.keySet().retainAll(partitions);
      return found;
    }

    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      if (commitsFail) {
        throw new TimeoutException("the broker is away");
      }
      committed.putAll(offsets);
    }

    /** What the group's coordinator does: own these, from where the group is. */
    private void own(Collection<TopicPartition> partitions) {
      Set<TopicPartition> before = Set.copyOf(assignment());
      rebalance(partitions);
      for (TopicPartition partition : partitions) {
        if (!before.contains(partition)) {
          OffsetAndMetadata place = committed.get(partition);
          long from = place == null ? 0 : place.offset();
          seek(partition, from);
          List<byte[]> records = log.getOrDefault(partition, List.of());
          for (long offset = from; offset < records.size(); offset++) {
            deliver(partition, offset, records.get((int) offset));
          }
        }
      }
    }

    private void deliver(TopicPartition partition, long offset, byte[] value) {
      addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, new byte[0], value));
    }
  }

  /** An attribution and its clients. */
  private final class Pod {
    private final Member consumer = new Member();
    private final MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Attribution attribution =
        new Attribution(consumer, producer, topics, registry, () -> Instant.ofEpochMilli(nowMs));

    private Pod() {
      attribution.start();
    }

    private void work() {
      nowMs += 3_000;
      attribution.doWork();
      producer
          .history()
          .forEach(record -> heard.add(RecordSerdes.METRIC_SAMPLE.decode(record.value())));
      producer.clear();
    }

    private double counted() {
      return registry
          .get("eddyline.attribution.events")
          .tag("arm", "canary")
          .functionCounter()
          .count();
    }
  }

  @Test
  void partitionsThatMoveLoseAndRepeatNothing() {
    Pod first = new Pod();
    Pod second = new Pod();
    first.consumer.own(partitions(0, PARTITIONS));
    click(5, first);
    first.work();
    assertThat(events()).isEqualTo(5 * PARTITIONS);

    click(3, first);
    first.attribution.doWork(); // counted, neither told nor committed yet
    first.consumer.own(partitions(0, 2));
    second.consumer.own(partitions(2, PARTITIONS));
    click(2, first, second);
    first.work();
    second.work();
    assertThat(events()).isEqualTo(10 * PARTITIONS);
    assertThat(first.counted() + second.counted()).isEqualTo(10 * PARTITIONS);

    second.consumer.own(List.of());
    first.consumer.own(partitions(0, PARTITIONS));
    click(1, first);
    first.work();
    second.work();
    assertThat(events()).isEqualTo(11 * PARTITIONS);
    assertThat(first.counted()).isEqualTo(11 * PARTITIONS);
    assertThat(second.counted()).isZero();
  }

  @Test
  void whatCouldNotBeCommittedIsCountedByTheNextOwnerAlone() {
    Pod first = new Pod();
    Pod second = new Pod();
    first.consumer.own(partitions(0, PARTITIONS));
    click(5, first);
    first.work();
    click(3, first);
    first.attribution.doWork();
    first.consumer.commitsFail = true;
    assertThatThrownBy(() -> first.consumer.own(List.of())).isInstanceOf(KafkaException.class);
    second.consumer.own(partitions(0, PARTITIONS));
    second.work();
    assertThat(events()).isEqualTo(8 * PARTITIONS);
    assertThat(first.counted()).isZero();
    assertThat(second.counted()).isEqualTo(8 * PARTITIONS);
  }

  private long events() {
    ArmFigures figures = heard.of("main").getOrDefault(ARM, ArmFigures.NONE);
    return figures.events().getOrDefault("click", 0L);
  }

  /** So many clicks in each partition, to whoever owns it. */
  private void click(int count, Pod... pods) {
    for (TopicPartition partition : partitions(0, PARTITIONS)) {
      for (int click = 0; click < count; click++) {
        List<byte[]> records = log.computeIfAbsent(partition, _ -> new ArrayList<>());
        byte[] value = RecordSerdes.INTERACTION.encode(interaction());
        records.add(value);
        for (Pod pod : pods) {
          if (pod.consumer.assignment().contains(partition)) {
            pod.consumer.deliver(partition, records.size() - 1, value);
          }
        }
      }
    }
  }

  private static Interaction interaction() {
    return Interaction.newBuilder()
        .setSignal(
            Signal.newBuilder()
                .setType("click")
                .setPolarity(Polarity.POSITIVE)
                .setRecommendationId(new RecommendationId("main", 7, Arm.CANARY, 5).encode())
                .setPosition(0))
        .build();
  }

  private List<TopicPartition> partitions(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(partition -> new TopicPartition(topics.interactions().name(), partition))
        .toList();
  }
}
