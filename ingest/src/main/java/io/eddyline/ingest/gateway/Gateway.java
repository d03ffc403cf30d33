package io.eddyline.ingest.gateway;

import io.eddyline.ingest.event.EventCounters;
import io.eddyline.ingest.event.EventParser;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running HTTP collector.
 *
 * <p>Threading: started and closed by the composition root, on a thread that may block.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final int IDLE_TIMEOUT_SECONDS = 75;

  private final HttpServer server;
  private final KafkaPublisher publisher;
  private final WorkerExecutor workers;
  private final AutoCloseable probe;
  private final Duration drain;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Gateway(
      HttpServer server,
      KafkaPublisher publisher,
      WorkerExecutor workers,
      AutoCloseable probe,
      Duration drain) {
    this.server = server;
    this.publisher = publisher;
    this.workers = workers;
    this.probe = probe;
    this.drain = drain;
  }

  /**
   * Starts a gateway and returns once it listens. Kafka need not be there yet.
   *
   * @param kafka client settings: servers, security
   * @param scrape the Prometheus text of {@code GET /metrics}
   * @param clock event times are held against it
   */
  public static Gateway start(
      Vertx vertx,
      GatewayConfig config,
      EventsConfig eventsConfig,
      TopicCatalogue catalogue,
      Map<String, Object> kafka,
      MeterRegistry registry,
      Supplier<String> scrape,
      InstantSource clock) {
    AdminProbe probe = new AdminProbe(kafka);
    return new Parts(vertx, config, eventsConfig, catalogue, registry, scrape, clock)
        .start(Producers.of(config, kafka), probe, probe);
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Takes no more requests, answers those at hand, then lets go of Kafka. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      await(server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS));
      publisher.close();
      probe.close();
      await(workers.close());
    } catch (Exception e) {
      LOG.warn("the gateway did not close in order", e);
    }
  }

  /** What a gateway is made of, before it has its way to Kafka. */
  record Parts(
      Vertx vertx,
      GatewayConfig config,
      EventsConfig eventsConfig,
      TopicCatalogue catalogue,
      MeterRegistry registry,
      Supplier<String> scrape,
      InstantSource clock) {

    Gateway start(
        Supplier<Producer<byte[], byte[]>> producers, KafkaProbe probe, AutoCloseable probeOwner) {
      Duration drain = Duration.ofMillis(config.deliveryTimeoutMs());
      WorkerExecutor workers =
          vertx.createSharedWorkerExecutor("eddyline-gateway", config.workerThreads());
      KafkaPublisher publisher = new KafkaPublisher(producers, catalogue.events().name(), drain);
      HttpServer server =
          vertx
              .createHttpServer(
                  new HttpServerOptions()
                      .setHost(config.host())
                      .setPort(config.port())
                      .setIdleTimeout(IDLE_TIMEOUT_SECONDS))
              .requestHandler(routes(workers, publisher, probe).router(vertx));
      Gateway gateway = new Gateway(server, publisher, workers, probeOwner, drain);
      try {
        await(server.listen());
      } catch (CompletionException e) {
        gateway.close();
        throw new EddylineException(
            Action.STOP,
            "cannot listen on %s:%d: %s; set gateway.host and gateway.port"
                .formatted(config.host(), config.port(), e.getCause()),
            e);
      }
      LOG.info("gateway listens on {}:{}", config.host(), gateway.port());
      return gateway;
    }

    private Routes routes(WorkerExecutor workers, KafkaPublisher publisher, KafkaProbe probe) {
      Admission admission = new Admission(config);
      Gauge.builder("eddyline.ingest.buffered.bytes", admission, Admission::bufferedBytes)
          .description("Bytes of request bodies that Kafka has not acknowledged yet.")
          .register(registry);
      RequestBody body = new RequestBody(admission, new BodyReader(config), workers);
      EventsHandler events =
          new EventsHandler(
              body,
              new EventParser(eventsConfig),
              catalogue,
              publisher,
              new EventCounters(registry),
              clock);
      ItemsHandler items = new ItemsHandler(body, workers, catalogue.items(), publisher, clock);
      return new Routes(config, body, events, items, new HealthHandler(probe, workers, scrape));
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
