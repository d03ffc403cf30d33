package io.eddyline.serving;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.serving.catalogue.CatalogueFollower;
import io.eddyline.serving.control.OrderLog;
import io.eddyline.serving.control.VerdictLog;
import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.http.ServingRoutes;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.overlay.feed.OverlayFeeds;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.eddyline.serving.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running serving tier: the composition root of models, workers and HTTP server.
 *
 * <p>Threading: started and closed by the process's main thread; the accessors from any.
 */
public final class Serving implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Serving.class);
  private static final long START_SECONDS = 30;
  private static final long DRAIN_SECONDS = 5;
  private static final int IDLE_SECONDS = 60;
  /* Below a packet's payload there is nothing to gain. */
  private static final int COMPRESSED_FROM_BYTES = 1_400;

  private final Producer<byte[], byte[]> producer;
  private final Tracing tracing;
  private final CatalogueFollower catalogue;
  private final @Nullable OverlayFeeds feeds;
  private final Models models;
  private final RetrievalWorkers workers;
  private final ShadowComparison shadow;
  private final HttpServer server;

  private Serving(
      Vertx vertx, ServingConfig config, ServingContext context, Clients clients, Tracing tracing) {
    this.producer = clients.producer();
    this.tracing = tracing;
    Overlays overlays = new Overlays(config.overlay(), context.registry());
    catalogue =
        new CatalogueFollower(
            clients.catalogue(), context.topics().items(), config.catalogue(), context.registry());
    feeds = config.overlayFeed().enabled() ? feeds(config, context, clients, overlays) : null;
    models =
        Models.start(
            new Models.Plan(
                context.model(),
                context.store(),
                context.topics(),
                feeds == null ? catalogue : catalogue.andThen(feeds),
                config.inference(),
                config.loading()),
            clients.models(),
            new VerdictLog(producer, context.topics(), context.instance(), context.clock()),
            context.registry());
    workers =
        new RetrievalWorkers(
            models.slot(),
            config.inference().concurrentRequests(),
            config.http().maxConcurrentRequests());
    shadow = new ShadowComparison(models.slot(), overlays, config.shadow(), context.registry());
    try {
      Router router =
          ServingRoutes.create(
              vertx,
              config.http(),
              new ServingRoutes.Sources(
                  models,
                  workers,
                  shadow,
                  overlays,
                  applied(config, context),
                  () -> feeds == null || feeds.isReady(),
                  config.recommendations(),
                  new OrderLog(producer, context.topics(), context.clock()),
                  context.registry(),
                  context.scrape(),
                  tracing.api(),
                  context.clock()));
      server = listen(vertx, config.http(), router);
    } catch (EddylineException e) {
      closeModels();
      throw e;
    }
    log.info("serving listens on {}:{}", config.http().host(), server.actualPort());
  }

  private static OverlayFeeds feeds(
      ServingConfig config, ServingContext context, Clients clients, Overlays overlays) {
    return new OverlayFeeds(
        config.overlayFeed(),
        overlays,
        context.topics(),
        clients.rows(),
        clients.presence(),
        context.aeron(),
        context.registry());
  }

  private AppliedEvents applied(ServingConfig config, ServingContext context) {
    return feeds == null
        ? AppliedEvents.ofVersionsAlone(
            context.topics().events().partitions(), config.overlayFeed())
        : feeds.applied(() -> models.slot().model());
  }

  /**
   * Starts to follow snapshots and listens; returns once the port is open, which may be before a
   * model is loaded. Must not be called on an event loop.
   */
  public static Serving start(Vertx vertx, ServingConfig config, ServingContext context) {
    return start(
        vertx,
        config,
        context,
        Clients.of(context.kafkaClient()),
        Tracing.start(config.tracing(), context.instance()));
  }

  static Serving start(
      Vertx vertx, ServingConfig config, ServingContext context, Clients clients, Tracing tracing) {
    return new Serving(vertx, config, context, clients, tracing);
  }

  private static HttpServer listen(Vertx vertx, HttpConfig config, Router router) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setCompressionSupported(true)
            .setCompressionContentSizeThreshold(COMPRESSED_FROM_BYTES)
            .setHttp2ClearTextEnabled(true);
    try {
      return await(vertx.createHttpServer(options).requestHandler(router).listen(), START_SECONDS);
    } catch (EddylineException e) {
      throw new EddylineException(
          Action.STOP,
          "serving.http.port %d on %s is not to be had: %s"
              .formatted(config.port(), config.host(), e.getMessage()),
          e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.actualPort();
  }

  /** Version that is served, 0 while there is none. */
  public long modelVersion() {
    return models.slot().version();
  }

  /** Ends in order: no new requests, those under way, workers, watcher, model. */
  @Override
  public void close() {
    try {
      await(server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS), 2 * DRAIN_SECONDS);
    } catch (EddylineException e) {
      log.warn("the HTTP server did not end in order: {}", e.getMessage());
    }
    closeModels();
  }

  private void closeModels() {
    shadow.close();
    workers.close();
    models.close();
    catalogue.close();
    if (feeds != null) {
      feeds.close();
    }
    producer.close(Duration.ofSeconds(DRAIN_SECONDS));
    tracing.close();
  }

  private static <T> T await(Future<T> future, long seconds) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new EddylineException(Action.RESTART, "not done within %d s".formatted(seconds), e);
    } catch (RuntimeException e) {
      throw new EddylineException(Action.RESTART, String.valueOf(e.getMessage()), e);
    }
  }
}
