package io.eddyline.ingest.cleaning;

import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running cleaning application. The topics of the catalogue must exist when it starts.
 *
 * <p>A stream thread that dies of an exception is replaced; an {@link Error} ends the application,
 * which then is no longer {@link #running}.
 *
 * <p>Threading: started and closed by the composition root; {@link #running} from any thread.
 */
public final class Cleaning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final int BUFFERED_RECORDS = 500;
  private static final int FETCH_BYTES = 8 << 20;
  /* A commit interval's records of a partition: the broker's work is by batch and request. */
  private static final int BATCH_BYTES = 256 << 10;

  private final BoundedRocksDb.Memory memory;
  private final KafkaStreams streams;
  private final CloseOptions closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Prepares the application; {@link #start} sets it going.
   *
   * @param kafka client settings: servers, security
   * @param stateDir folder of the local stores
   */
  public Cleaning(
      CleaningConfig config,
      EventsConfig eventsConfig,
      TopicCatalogue catalogue,
      Map<String, Object> kafka,
      Path stateDir,
      MeterRegistry registry) {
    memory = new BoundedRocksDb.Memory(config.storeMemoryBytes());
    Properties settings = new Properties();
    settings.putAll(settings(config, catalogue, kafka, stateDir));
    settings.put(BoundedRocksDb.MEMORY, memory);
    streams =
        new KafkaStreams(
            CleaningTopology.build(config, eventsConfig, catalogue, registry), settings);
    // One that keeps its name keeps its partitions while it is away; any other hands them on.
    closing =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(
                config.instanceId().isEmpty()
                    ? GroupMembershipOperation.LEAVE_GROUP
                    : GroupMembershipOperation.REMAIN_IN_GROUP);
    streams.setUncaughtExceptionHandler(Cleaning::respond);
    Gauge.builder("eddyline.ingest.cleaning.running", this, c -> c.running() ? 1 : 0)
        .description("1 while cleaning runs, 0 while it rebalances, restores or stands still.")
        .register(registry);
  }

  public void start() {
    streams.start();
  }

  /** Every partition is assigned and restored, and events flow. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /** Commits and stops. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (streams.close(closing)) {
      memory.close();
    } else {
      LOG.warn("cleaning did not stop within {} s", CLOSE_TIMEOUT.toSeconds());
    }
  }

  /** The settings of the Streams client. */
  static Map<String, Object> settings(
      CleaningConfig config, TopicCatalogue catalogue, Map<String, Object> kafka, Path stateDir) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, catalogue.cleaningApplicationId());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMs());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, catalogue.config().replicationFactor());
    // The changelog of ids is made by Streams and must be as safe as the catalogue's topics.
    String inSync = catalogue.events().settings().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (inSync != null) {
      settings.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), inSync);
    }
    // The order of a user's direct and moved events means nothing, so neither source waits for the
    // other.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // What waits in memory while the broker is slow: no more than these records of a partition, and
    // what the consumer has fetched.
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), BUFFERED_RECORDS);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        config.sessionTimeoutMs());
    if (!config.instanceId().isEmpty()) {
      settings.put(
          StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          config.instanceId());
    }
    // A transaction's first batch to a partition is verified while the next one arrives, which the
    // broker then refuses as out of order: one at a time is faster than the repeat.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    return settings;
  }

  private static StreamThreadExceptionResponse respond(Throwable failure) {
    boolean fatal = failure instanceof Error || failure.getCause() instanceof Error;
    LOG.error(fatal ? "cleaning cannot go on" : "a cleaning thread died and is replaced", failure);
    return fatal
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
