package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class PacedConsumerTest {
  private static final TopicPartition FIRST = new TopicPartition("interactions", 0);
  private static final TopicPartition SECOND = new TopicPartition("interactions", 1);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
  private final Set<TopicPartition> ahead = new HashSet<>();
  private int polls;
  private final Consumer<byte[], byte[]> paced =
      PacedConsumer.wrap(kafka, ahead::contains, () -> polls++);

  @Test
  void doesNotFetchFromPartitionThatMustWait() {
    assign(FIRST, SECOND);
    ahead.add(FIRST);

    assertThat(poll()).containsExactly(SECOND);
    assertThat(kafka.paused()).containsExactly(FIRST);
  }

  @Test
  void saysWhenItIsAboutToPoll() {
    assign(FIRST);
    paced.pause(List.of(FIRST));

    assertThat(polls).isZero();
    poll();
    poll();

    assertThat(polls).isEqualTo(2);
  }

  @Test
  void fetchesAgainOnceThePartitionMayGoOn() {
    assign(FIRST, SECOND);
    ahead.add(FIRST);
    poll();
    ahead.clear();

    assertThat(poll()).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(kafka.paused()).isEmpty();
  }

  @Test
  void keepsThePauseOfStreamsWhenThePartitionMayGoOn() {
    assign(FIRST);
    paced.pause(List.of(FIRST));
    ahead.add(FIRST);
    poll();
    ahead.clear();

    assertThat(poll()).isEmpty();

    paced.resume(List.of(FIRST));

    assertThat(poll()).containsExactly(FIRST);
  }

  @Test
  void keepsWaitingWhenStreamsResumes() {
    assign(FIRST);
    ahead.add(FIRST);
    poll();
    paced.pause(List.of(FIRST));
    paced.resume(List.of(FIRST));

    assertThat(poll()).isEmpty();
    assertThat(kafka.paused()).containsExactly(FIRST);
  }

  @Test
  void tellsStreamsOnlyOfItsOwnPauses() {
    assign(FIRST, SECOND);
    ahead.add(FIRST);
    paced.pause(List.of(SECOND));
    poll();

    assertThat(paced.paused()).containsExactly(SECOND);
  }

  @Test
  void waitsAgainWithPartitionThatCameBack() {
    assign(FIRST);
    ahead.add(FIRST);
    poll();
    comeBack(FIRST);

    assertThat(poll()).isEmpty();
    assertThat(kafka.paused()).containsExactly(FIRST);
  }

  @Test
  void forgetsThePauseOfPartitionThatCameBack() {
    assign(FIRST);
    paced.pause(List.of(FIRST));
    poll();
    comeBack(FIRST);
    ahead.add(FIRST);
    poll();
    ahead.clear();

    assertThat(poll()).containsExactly(FIRST);
  }

  @Test
  void passesFailuresOnAsTheyAre() {
    assign(FIRST);
    kafka.setPollException(new KafkaException("broken"));

    assertThatThrownBy(() -> paced.poll(Duration.ZERO))
        .isExactlyInstanceOf(KafkaException.class)
        .hasMessage("broken");
  }

  private void assign(TopicPartition... partitions) {
    paced.subscribe(List.of("interactions"));
    kafka.rebalance(List.of(partitions));
    beginningsOf(List.of(partitions));
  }

  /** Taken away and given back between two polls; Kafka then knows of no pause. */
  private void comeBack(TopicPartition partition) {
    kafka.rebalance(List.of());
    kafka.rebalance(List.of(partition));
    kafka.resume(Set.copyOf(kafka.paused()));
    beginningsOf(List.of(partition));
  }

  private void beginningsOf(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      kafka.updateBeginningOffsets(Map.of(partition, 0L));
    }
  }

  /** Polls with one new record in every partition; returns the partitions of what came. */
  private Set<TopicPartition> poll() {
    for (TopicPartition partition : new ArrayList<>(kafka.assignment())) {
      long offset = nextOffsets.merge(partition, 1L, Long::sum) - 1;
      kafka.addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
    }
    return Set.copyOf(paced.poll(Duration.ZERO).partitions());
  }
}
