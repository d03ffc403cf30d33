package io.eddyline.ingest.cleaning;

import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.streams.ApplicationSettings;
import io.eddyline.schemas.streams.Causes;
import io.eddyline.schemas.streams.InputLag;
import io.eddyline.schemas.streams.ReplacementDelay;
import io.eddyline.schemas.streams.StreamsClients;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running cleaning application. The topics of the catalogue must exist when it starts.
 *
 * <p>A stream thread that dies of an exception is replaced, later and later; an {@link Error} among
 * the causes ends the application, which then is no longer {@link #running} and says so by {@link
 * #failure}.
 *
 * <p>Threading: started and closed by the composition root; {@link #running} and {@link #failure}
 * from any thread.
 */
public final class Cleaning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cleaning.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final int BUFFERED_RECORDS = 500;
  private static final int FETCH_BYTES = 8 << 20;

  private final BoundedRocksDb.Memory memory;
  private final KafkaStreams streams;
  private final CloseOptions closing;
  private final Runnable askForSources;
  private final CompletableFuture<EddylineException> failure = new CompletableFuture<>();
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
    SourceTopics sources = new SourceTopics(catalogue);
    askForSources = () -> sources.ask(kafka);
    ReplacementDelay delay = new ReplacementDelay(System::nanoTime);
    streams =
        new KafkaStreams(
            CleaningTopology.build(config, eventsConfig, catalogue, sources, registry),
            settings,
            new StreamsClients(delay));
    closing = shared(config, catalogue).closing(CLOSE_TIMEOUT);
    streams.setUncaughtExceptionHandler(fault -> respond(fault, delay));
    streams.setStateListener((now, _) -> noteEnd(now, failure));
    Gauge.builder("eddyline.ingest.cleaning.running", this, c -> c.running() ? 1 : 0)
        .description("1 while cleaning runs, 0 while it rebalances, restores or stands still.")
        .register(registry);
    Set<String> inputs = Set.of(catalogue.events().name(), catalogue.movedEvents().name());
    Gauge.builder(
            "eddyline.ingest.lag.records", streams, it -> InputLag.records(it.metrics(), inputs))
        .description("events not yet cleaned")
        .register(registry);
  }

  /** Asks Kafka for the topics that it reads, and sets the threads going. */
  public void start() {
    askForSources.run();
    streams.start();
  }

  /** Every partition is assigned and restored, and events flow. */
  public boolean running() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  /**
   * Completes when events are cleaned no more, whatever else this process does; it is to end then.
   * Never completes otherwise.
   */
  public CompletableFuture<EddylineException> failure() {
    return failure;
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
    Map<String, Object> settings = shared(config, catalogue).map(kafka, stateDir);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), config.lingerMs());
    // What is behind a batch that was given up would be sent all the same, and its readers would
    // take the ones in the batch for read: none is ever given up.
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
    // The changelog of ids is made by Streams and must be as safe as the catalogue's topics.
    String inSync = catalogue.events().settings().get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    if (inSync != null) {
      settings.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), inSync);
    }
    // The order of a user's direct and moved events means nothing, so neither source waits for the
    // other.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // With the records that it buffers, what waits in memory while the broker is slow.
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
    return settings;
  }

  private static ApplicationSettings shared(CleaningConfig config, TopicCatalogue catalogue) {
    return new ApplicationSettings(
        catalogue.cleaningApplicationId(),
        config.threads(),
        config.commitIntervalMs(),
        config.instanceId(),
        config.sessionTimeoutMs(),
        catalogue.config().replicationFactor(),
        BUFFERED_RECORDS);
  }

  /** Says that the application is at its end, if it is and was not asked to. */
  static void noteEnd(KafkaStreams.State state, CompletableFuture<EddylineException> failure) {
    if (state == KafkaStreams.State.ERROR) {
      failure.complete(
          new EddylineException(
              Action.RESTART,
              "cleaning has ended, events wait in Kafka; the log says why: start the process"
                  + " again"));
    }
  }

  /** What becomes of the application when a thread fails. */
  static StreamThreadExceptionResponse respond(Throwable failure, ReplacementDelay delay) {
    if (Causes.error(failure) != null) {
      LOG.error("cleaning cannot go on", failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    long delayMs = delay.failed();
    LOG.error("a cleaning thread died; the one that replaces it begins in {} ms", delayMs, failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }
}
