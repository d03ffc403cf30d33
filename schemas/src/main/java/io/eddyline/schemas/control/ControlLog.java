package io.eddyline.schemas.control;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ActiveModel;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control topic for those who give orders: reads what is in force, writes one more. Each call
 * opens a client of its own, since orders are rare.
 *
 * <p>Threading: immutable; every call waits for Kafka.
 */
public final class ControlLog {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLog.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;
  private final TopicPartition topic;

  /**
   * @param kafka client settings: servers, security
   */
  public ControlLog(Map<String, Object> kafka, TopicCatalogue topics) {
    this.kafka = Map.copyOf(kafka);
    this.topic = new TopicPartition(topics.control().name(), 0);
  }

  /** The orders in force now. */
  public ControlState read() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    ControlState state = new ControlState();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(topic));
      consumer.seekToBeginning(List.of(topic));
      long end = consumer.endOffsets(List.of(topic)).getOrDefault(topic, 0L);
      while (consumer.position(topic) < end) {
        for (var record : consumer.poll(POLL)) {
          try {
            state.apply(record.key(), record.value());
          } catch (FormatException e) {
            LOG.warn("{} offset {} is not readable: {}", topic, record.offset(), e.getMessage());
          }
        }
      }
    }
    return state;
  }

  /**
   * Orders that a model be served; returns when the order is in the log.
   *
   * @param reason who orders it and why, one phrase for people
   */
  public void activate(String model, String reason, long nowMs) {
    ActiveModel active = ActiveModel.newBuilder().setModel(model).build();
    send(
        ControlKeys.ACTIVE_MODEL,
        Control.newBuilder().setActiveModel(active).setReason(reason).setAtMs(nowMs).build());
  }

  /** Leaves it to every process's configuration again which model is served. */
  public void withdrawActive() {
    send(ControlKeys.ACTIVE_MODEL, null);
  }

  /** Notes how far a rebuild is. */
  public void note(Rebuild rebuild, String reason, long nowMs) {
    send(
        ControlKeys.rebuild(rebuild.getModel()),
        Control.newBuilder().setRebuild(rebuild).setReason(reason).setAtMs(nowMs).build());
  }

  /** Takes every order away that concerns a model, so that the name can be used again. */
  public void forget(String model) {
    ControlKeys.ofModel(model).forEach(key -> send(key, null));
  }

  private void send(String key, @Nullable Control order) {
    byte[] value = order == null ? null : RecordSerdes.CONTROL.encode(order);
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(topic.topic(), topic.partition(), ControlKeys.bytes(key), value))
          .get();
    } catch (ExecutionException e) {
      throw new EddylineException(
          Action.RETRY, "the order %s was not written: %s".formatted(key, e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.RETRY, "interrupted while ordering " + key, e);
    }
  }
}
