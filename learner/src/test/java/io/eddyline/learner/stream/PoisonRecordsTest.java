package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;

final class PoisonRecordsTest {
  private final PoisonRecords poison = new PoisonRecords();

  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  @Test
  void knowsTopicPartitionAndOffset() {
    poison.add(new Place("interactions", 1, 7));

    assertThat(poison.contains(new Place("interactions", 1, 7))).isTrue();
    assertThat(poison.contains(new Place("interactions", 1, 8))).isFalse();
    assertThat(poison.contains(new Place("interactions", 0, 7))).isFalse();
    assertThat(poison.contains(new Place("item-updates", 1, 7))).isFalse();
  }

  @Test
  void forgetsTheOldestBeyondItsBound() {
    for (int offset = 0; offset <= PoisonRecords.MOST; offset++) {
      poison.add(new Place("interactions", 0, offset));
    }

    assertThat(poison.contains(new Place("interactions", 0, 0))).isFalse();
    assertThat(poison.contains(new Place("interactions", 0, 1))).isTrue();
    assertThat(poison.contains(new Place("interactions", 0, PoisonRecords.MOST))).isTrue();
  }
}
