package io.eddyline.serving;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Serving's Kafka clients.
 *
 * @param models reads announcements and orders
 * @param catalogue reads the catalogue; it stops at offsets that are not there
 * @param rows makes what reads the row topics: what is committed, no offset that is not there
 * @param presence makes what reads the learners that can be heard
 * @param producer writes orders and verdicts
 */
record Clients(
    Consumer<byte[], byte[]> models,
    Consumer<byte[], byte[]> catalogue,
    Supplier<Consumer<byte[], byte[]>> rows,
    Supplier<Consumer<byte[], byte[]>> presence,
    Producer<byte[], byte[]> producer) {
  private static final long ORDER_BUFFER_BYTES = 1L << 20;
  private static final int KAFKA_PATIENCE_MS = 2_000;
  private static final int CATALOGUE_RECORDS_A_POLL = 5_000;
  private static final int ROWS_A_POLL = 2_000;

  /** Clients of a cluster. */
  static Clients of(Map<String, Object> client) {
    Map<String, Object> catalogue = consumer(client, "eddyline-serving-catalogue", "none");
    catalogue.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, CATALOGUE_RECORDS_A_POLL);
    return new Clients(
        open(consumer(client, "eddyline-serving-models", "earliest")),
        open(catalogue),
        () -> open(rows(client)),
        () -> open(consumer(client, "eddyline-serving-presence", "earliest")),
        producer(client));
  }

  private static Map<String, Object> rows(Map<String, Object> client) {
    Map<String, Object> settings = consumer(client, "eddyline-serving-rows", "none");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ROWS_A_POLL);
    return settings;
  }

  private static Map<String, Object> consumer(
      Map<String, Object> client, String clientId, String offsetReset) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return settings;
  }

  private static Consumer<byte[], byte[]> open(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Orders and verdicts are few: small buffers, and an answer soon when Kafka is away. */
  private static Producer<byte[], byte[]> producer(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "eddyline-serving-orders");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, ORDER_BUFFER_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, KAFKA_PATIENCE_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_PATIENCE_MS);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * KAFKA_PATIENCE_MS);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
