package io.eddyline.learner.stream;

import io.eddyline.schemas.streams.ApplicationSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The learner's settings as Kafka Streams has them. */
final class StreamsSettings {
  /* Small polls and buffers, so that a partition that must wait stops soon. */
  private static final int BUFFERED_RECORDS = 250;

  /* Restoring reads as fast as it can: large fetches, handed over whole. */
  private static final int RESTORE_POLL_RECORDS = 10_000;
  private static final int RESTORE_FETCH_BYTES = 8 << 20;

  /* A request is to fail before the delivery does. */
  private static final int REQUESTS_A_DELIVERY = 4;
  private static final int REQUEST_TIMEOUT_MS = 30_000;
  private static final int MAX_BLOCK_MS = 60_000;

  private static final String RACK_TAG = "rack";

  private StreamsSettings() {}

  /**
   * All settings of the application.
   *
   * @param kafka client settings: servers, security
   * @param stateDir folder of Streams
   */
  static Map<String, Object> of(
      LearnerConfig config, TopicCatalogue topics, Map<String, Object> kafka, Path stateDir) {
    Map<String, Object> settings = shared(config, topics).map(kafka, stateDir);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    addConsumers(settings);
    addProducer(config.recovery(), settings);
    addAssignment(config, settings);
    return settings;
  }

  /** What it shares with cleaning. */
  static ApplicationSettings shared(LearnerConfig config, TopicCatalogue topics) {
    return new ApplicationSettings(
        topics.learnerApplicationId(),
        config.threads(),
        config.commitIntervalMs(),
        config.instanceId(),
        config.sessionTimeoutMs(),
        topics.config().replicationFactor(),
        BUFFERED_RECORDS);
  }

  private static void addConsumers(Map<String, Object> settings) {
    settings.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        RESTORE_POLL_RECORDS);
    settings.put(
        StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        RESTORE_FETCH_BYTES);
    settings.put(
        StreamsConfig.globalConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        RESTORE_POLL_RECORDS);
    settings.put(
        StreamsConfig.globalConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        RESTORE_FETCH_BYTES);
  }

  private static void addProducer(RecoverySettings recovery, Map<String, Object> settings) {
    put(settings, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, recovery.transactionTimeoutMs());
    put(settings, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, recovery.deliveryTimeoutMs());
    put(
        settings,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        Math.min(MAX_BLOCK_MS, recovery.deliveryTimeoutMs()));
    put(
        settings,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.min(REQUEST_TIMEOUT_MS, recovery.deliveryTimeoutMs() / REQUESTS_A_DELIVERY));
  }

  private static void put(Map<String, Object> settings, String producerKey, Object value) {
    settings.put(StreamsConfig.producerPrefix(producerKey), value);
  }

  private static void addAssignment(LearnerConfig config, Map<String, Object> settings) {
    RecoverySettings recovery = config.recovery();
    settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
    settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, recovery.acceptableLagRecords());
    settings.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, recovery.maxWarmupReplicas());
    settings.put(
        StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, (long) recovery.probingIntervalMs());
    settings.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, (long) recovery.taskTimeoutMs());
    if (!config.rack().isEmpty()) {
      settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.CLIENT_RACK_CONFIG), config.rack());
      settings.put(StreamsConfig.clientTagPrefix(RACK_TAG), config.rack());
      settings.put(StreamsConfig.RACK_AWARE_ASSIGNMENT_TAGS_CONFIG, RACK_TAG);
      settings.put(
          StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_CONFIG,
          StreamsConfig.RACK_AWARE_ASSIGNMENT_STRATEGY_BALANCE_SUBTOPOLOGY);
    }
  }
}
