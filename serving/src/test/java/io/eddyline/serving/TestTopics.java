package io.eddyline.serving;

import io.eddyline.schemas.record.ActiveModel;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Announcements and orders by hand, over a consumer that no broker stands behind. */
public final class TestTopics {
  public static final TopicCatalogue CATALOGUE =
      new TopicCatalogue(new TopicsConfig("eddyline", 1, 1, 1));

  private static final TopicPartition ANNOUNCEMENTS =
      new TopicPartition(CATALOGUE.snapshots().name(), 0);
  private static final TopicPartition ORDERS = new TopicPartition(CATALOGUE.control().name(), 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private long announced;
  private long ordered;

  public TestTopics() {
    consumer.updateBeginningOffsets(Map.of(ANNOUNCEMENTS, 0L, ORDERS, 0L));
    consumer.updateEndOffsets(Map.of(ORDERS, 0L));
  }

  public MockConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  /** Announces in the next poll. */
  public void announce(byte @Nullable [] value) {
    consumer.schedulePollTask(() -> add(value));
  }

  /** Announces at once; to be called within a poll. */
  public void add(byte @Nullable [] value) {
    consumer.addRecord(
        new ConsumerRecord<>(ANNOUNCEMENTS.topic(), 0, announced++, new byte[0], value));
  }

  /** Orders a model in the next poll; null withdraws the order. */
  public void order(@Nullable String model) {
    byte[] value =
        model == null
            ? null
            : RecordSerdes.CONTROL.encode(
                Control.newBuilder()
                    .setActiveModel(ActiveModel.newBuilder().setModel(model))
                    .build());
    orderRaw(value);
  }

  /** Writes a record under the key of the active model in the next poll. */
  public void orderRaw(byte @Nullable [] value) {
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    ORDERS.topic(),
                    0,
                    ordered++,
                    "active-model".getBytes(StandardCharsets.UTF_8),
                    value)));
  }

  /** Says that so many orders are in the topic when it is opened. */
  public void standingOrders(long count) {
    consumer.updateEndOffsets(Map.of(ORDERS, count));
  }
}
