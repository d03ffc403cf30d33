package io.eddyline.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LateConsumerTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 0);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private boolean mayStart = true;
  private long offset;
  private final Consumer<byte[], byte[]> late = LateConsumer.wrap(kafka, _ -> mayStart);

  @BeforeEach
  void assign() {
    late.subscribe(List.of(PARTITION.topic()));
    kafka.rebalance(List.of(PARTITION));
    kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
  }

  @Test
  void pollsNothingBeforeItsStart() {
    mayStart = false;
    assertThat(poll()).isZero();
    mayStart = true;

    assertThat(poll()).isEqualTo(2);
  }

  @Test
  void startsOnce() {
    poll();
    mayStart = false;

    assertThat(poll()).isEqualTo(1);
  }

  @Test
  void passesFailuresOnAsTheyAre() {
    kafka.setPollException(new KafkaException("broken"));

    assertThatThrownBy(() -> late.poll(Duration.ZERO))
        .isExactlyInstanceOf(KafkaException.class)
        .hasMessage("broken");
  }

  /** Polls with one new record; returns how many came. */
  private int poll() {
    kafka.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset++, new byte[0], new byte[0]));
    return late.poll(Duration.ZERO).count();
  }
}
