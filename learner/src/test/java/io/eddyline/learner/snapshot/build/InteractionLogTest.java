package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.snapshot.gate.FreshInteraction;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Progress;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InteractionLogTest {
  private final TopicSpec topic =
      new TopicCatalogue(new TopicsConfig("test", 2, 2, 1)).interactions();
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private long nowNs;
  private final InteractionLog log = new InteractionLog(consumer, topic, () -> nowNs += 1_000_000);

  @BeforeEach
  void prepare() {
    for (int partition = 0; partition < 2; partition++) {
      ends.put(place(partition), 0L);
      consumer.updateBeginningOffsets(Map.of(place(partition), 0L));
    }
  }

  @Test
  void readsWhatComesAfterTheTrainedOffsets() {
    log(0, click("ann", "a"), click("ann", "b"), click("ann", "c"));
    log(1, click("bob", "a"));

    assertThat(log.after(Map.of(0, 1L), 10, 0))
        .containsExactlyInAnyOrder(
            new FreshInteraction("ann", "c"), new FreshInteraction("bob", "a"));
  }

  @Test
  void takesPositivesOnceAndPassesOverTheRest() {
    Signal dislike =
        Signal.newBuilder().setUserId("ann").setItemId("x").setPolarity(Polarity.NEGATIVE).build();
    log(
        0,
        click("ann", "a"),
        Interaction.newBuilder().setProgress(Progress.newBuilder().setReason("duplicate")).build(),
        Interaction.newBuilder().setSignal(dislike).build(),
        click("ann", "a"),
        click("ann", "b"));
    unreadable(0);

    assertThat(log.after(Map.of(), 10, 0))
        .containsExactly(new FreshInteraction("ann", "a"), new FreshInteraction("ann", "b"));
  }

  @Test
  void endsWithAsManyAsAreAskedFor() {
    log(0, click("ann", "a"), click("ann", "b"), click("ann", "c"));
    assertThat(log.after(Map.of(), 2, 60_000)).hasSize(2);
  }

  @Test
  void waitsItsTimeForMoreAndNoLonger() {
    log(0, click("ann", "a"));
    assertThat(log.after(Map.of(), 10, 50)).hasSize(1);
    assertThat(nowNs).isBetween(50_000_000L, 60_000_000L);
  }

  @Test
  void canBeAskedAgain() {
    log(0, click("ann", "a"));
    assertThat(log.after(Map.of(), 10, 0)).hasSize(1);
    assertThat(log.after(Map.of(0, 0L), 10, 0)).isEmpty();
  }

  private void log(int partition, Interaction... interactions) {
    byte[][] values = new byte[interactions.length][];
    for (int k = 0; k < values.length; k++) {
      values[k] = RecordSerdes.INTERACTION.encode(interactions[k]);
    }
    append(partition, List.of(values));
  }

  private void unreadable(int partition) {
    append(partition, List.of(new byte[] {9, 9, 9}));
  }

  /* The mock forgets records when it is assigned anew: they come with the first poll. */
  private void append(int partition, List<byte[]> values) {
    long first = ends.getOrDefault(place(partition), 0L);
    ends.put(place(partition), first + values.size());
    consumer.updateEndOffsets(ends);
    consumer.schedulePollTask(
        () -> {
          for (int k = 0; k < values.size(); k++) {
            consumer.addRecord(
                new ConsumerRecord<>(
                    topic.name(),
                    partition,
                    first + k,
                    "key".getBytes(StandardCharsets.UTF_8),
                    values.get(k)));
          }
        });
  }

  private static Interaction click(String user, String item) {
    return Interaction.newBuilder()
        .setSignal(
            Signal.newBuilder()
                .setUserId(user)
                .setItemId(item)
                .setWeight(1)
                .setPolarity(Polarity.POSITIVE))
        .build();
  }

  private TopicPartition place(int partition) {
    return new TopicPartition(topic.name(), partition);
  }
}
