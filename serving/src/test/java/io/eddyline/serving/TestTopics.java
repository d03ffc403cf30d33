package io.eddyline.serving;

import io.eddyline.schemas.record.ActiveModel;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Announcements and orders by hand, over a consumer that no broker stands behind. */
public final class TestTopics {
  public static final TopicCatalogue CATALOGUE =
      new TopicCatalogue(new TopicsConfig("eddyline", 1, 1, 1));

  private static final TopicPartition ANNOUNCEMENTS =
      new TopicPartition(CATALOGUE.snapshots().name(), 0);
  private static final TopicPartition ORDERS = new TopicPartition(CATALOGUE.control().name(), 0);

  private static final TopicPartition ITEMS = new TopicPartition(CATALOGUE.items().name(), 0);
  private static final TopicPartition SAMPLES = new TopicPartition(CATALOGUE.metrics().name(), 0);

  /* The golden versions hold the catalogue up to here. */
  private static final long CATALOGUE_START = 14;

  private final MockConsumer<byte[], byte[]> consumer = new WaitingConsumer("earliest");
  private final MockConsumer<byte[], byte[]> catalogueConsumer = new WaitingConsumer("none");
  private final OrderingProducer producer = new OrderingProducer();
  private long announced;
  private long ordered;
  private long catalogued = CATALOGUE_START;

  public TestTopics() {
    consumer.updateBeginningOffsets(Map.of(ANNOUNCEMENTS, 0L, ORDERS, 0L, SAMPLES, 0L));
    consumer.updateEndOffsets(Map.of(ORDERS, 0L, SAMPLES, 0L));
    catalogueConsumer.updateBeginningOffsets(Map.of(ITEMS, 0L));
    catalogueConsumer.updateEndOffsets(Map.of(ITEMS, CATALOGUE_START));
  }

  public MockConsumer<byte[], byte[]> consumer() {
    return consumer;
  }

  public MockConsumer<byte[], byte[]> catalogueConsumer() {
    return catalogueConsumer;
  }

  /** Writes an item into the catalogue; null deletes it. */
  public synchronized void catalogue(String itemId, @Nullable Item item) {
    byte[] value = item == null ? null : RecordSerdes.ITEM.encode(item);
    catalogueRaw(itemId.getBytes(StandardCharsets.UTF_8), value);
  }

  /** Writes any record into the catalogue's topic. */
  public synchronized void catalogueRaw(byte[] key, byte @Nullable [] value) {
    long offset = catalogued++;
    catalogueConsumer.updateEndOffsets(Map.of(ITEMS, catalogued));
    catalogueAt(offset, key, value);
  }

  /** Lets the topic have a record at an offset, for whoever reads from there. */
  public synchronized void catalogueAgain(long offset, String itemId, @Nullable Item item) {
    byte[] value = item == null ? null : RecordSerdes.ITEM.encode(item);
    catalogueConsumer.updateEndOffsets(Map.of(ITEMS, Math.max(catalogued, offset + 1)));
    catalogueAt(offset, itemId.getBytes(StandardCharsets.UTF_8), value);
  }

  private void catalogueAt(long offset, byte[] key, byte @Nullable [] value) {
    catalogueConsumer.schedulePollTask(
        () -> {
          if (catalogueConsumer.position(ITEMS) <= offset) {
            catalogueConsumer.addRecord(new ConsumerRecord<>(ITEMS.topic(), 0, offset, key, value));
          } else {
            catalogueAt(offset, key, value);
          }
        });
  }

  /** Kafka takes what is sent; an order comes to the consumer with the next poll. */
  public MockProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Lets sends fail from now on, or succeed again. */
  public void broker(boolean away) {
    producer.sendException = away ? new TimeoutException("the broker is away") : null;
  }

  /** Lets orders be taken from now on that come to no consumer, or come again. */
  public void withhold(boolean unheard) {
    producer.unheard = unheard;
  }

  /** Sends orders on to the consumer, as the topic would. */
  private final class OrderingProducer extends MockProducer<byte[], byte[]> {
    private volatile boolean unheard;

    private OrderingProducer() {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
      if (!record.topic().equals(ORDERS.topic()) || sendException != null) {
        return super.send(record, callback);
      }
      long offset = unheard ? nextOrder() : orderRaw(record.key(), record.value());
      return CompletableFuture.completedFuture(new RecordMetadata(ORDERS, offset, 0, 0, 0, 0));
    }
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
    long _ = orderRaw("active-model".getBytes(StandardCharsets.UTF_8), value);
  }

  /** Writes an order in the next poll; answers its offset. */
  public long order(String key, Control order) {
    return orderRaw(key.getBytes(StandardCharsets.UTF_8), RecordSerdes.CONTROL.encode(order));
  }

  /** Withdraws an order in the next poll; answers the offset of the tombstone. */
  public long withdraw(String key) {
    return orderRaw(key.getBytes(StandardCharsets.UTF_8), null);
  }

  private synchronized long nextOrder() {
    return ordered++;
  }

  private synchronized long orderRaw(byte[] key, byte @Nullable [] value) {
    long offset = nextOrder();
    consumer.schedulePollTask(
        () -> consumer.addRecord(new ConsumerRecord<>(ORDERS.topic(), 0, offset, key, value)));
    return offset;
  }

  /** Says that so many orders are in the topic when it is opened. */
  public void standingOrders(long count) {
    consumer.updateEndOffsets(Map.of(ORDERS, count));
  }
}
