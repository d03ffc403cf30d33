package io.eddyline.serving.control;

import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.control.OrderDesk.Receipt;
import io.eddyline.serving.model.OrderedPart;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes orders to the control topic and waits until Kafka has them.
 *
 * <p>Threading: thread-safe; every call waits, at most {@value #PATIENCE_MS} ms and what the
 * producer waits for its metadata.
 */
public final class OrderLog {
  private static final long PATIENCE_MS = 5_000;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final InstantSource clock;

  /**
   * @param producer not closed here
   */
  public OrderLog(Producer<byte[], byte[]> producer, TopicCatalogue topics, InstantSource clock) {
    this.producer = producer;
    this.topic = topics.control().name();
    this.clock = clock;
  }

  Receipt order(Control.Builder order, String name, @Nullable Long version, String reason) {
    Control complete = order.setReason(reason).setAtMs(clock.millis()).build();
    String key = ControlKeys.of(complete);
    if (key == null) {
      throw new IllegalArgumentException("order without content");
    }
    long end = write(key, RecordSerdes.CONTROL.encode(complete));
    return new Receipt(
        key.substring(key.indexOf(':') + 1), name, version, end, OrderedPart.of(complete));
  }

  /** Writes a tombstone. */
  Receipt withdraw(String model, String key, String name) {
    return new Receipt(model, name, null, write(key, null), null);
  }

  private long write(String key, byte @Nullable [] value) {
    try {
      RecordMetadata written =
          producer
              .send(new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), value))
              .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      return written.offset() + 1;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new OrderNotWrittenException(key, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrderNotWrittenException(key, e);
    }
  }
}
