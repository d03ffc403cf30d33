package io.eddyline.serving;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.http.ServingRoutes;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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

  private final Models models;
  private final RetrievalWorkers workers;
  private final HttpServer server;

  private Serving(Models models, RetrievalWorkers workers, HttpServer server) {
    this.models = models;
    this.workers = workers;
    this.server = server;
  }

  /**
   * Starts to follow snapshots and listens; returns once the port is open, which may be before a
   * model is loaded. Must not be called on an event loop.
   */
  public static Serving start(Vertx vertx, ServingConfig config, ServingContext context) {
    return start(vertx, config, context, consumer(context.kafkaClient()));
  }

  static Serving start(
      Vertx vertx,
      ServingConfig config,
      ServingContext context,
      Consumer<byte[], byte[]> consumer) {
    Models models =
        Models.start(
            context.model(),
            context.store(),
            config.inference().intraOpThreads(),
            consumer,
            context.topics(),
            context.registry());
    RetrievalWorkers workers =
        new RetrievalWorkers(
            models.slot(),
            config.inference().workerThreads(),
            config.http().maxConcurrentRequests());
    try {
      Router router =
          ServingRoutes.create(
              vertx,
              config.http(),
              new ServingRoutes.Sources(
                  models, workers, context.registry(), context.scrape(), context.clock()));
      HttpServer server = listen(vertx, config.http(), router);
      log.info("serving listens on {}:{}", config.http().host(), server.actualPort());
      return new Serving(models, workers, server);
    } catch (EddylineException e) {
      workers.close();
      models.close();
      throw e;
    }
  }

  private static HttpServer listen(Vertx vertx, HttpConfig config, Router router) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setCompressionSupported(true);
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

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-serving-models");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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
    workers.close();
    models.close();
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
