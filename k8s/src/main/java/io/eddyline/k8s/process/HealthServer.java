package io.eddyline.k8s.process;

import io.eddyline.k8s.config.HealthConfig;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Liveness, readiness and metrics of a tier that has no HTTP of its own.
 *
 * <p>Threading: started and closed by the composition root; answers on Vert.x's event loops.
 */
public final class HealthServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param ready whether the tier does its work; must not block
   */
  public static HealthServer start(
      ProcessContext context, HealthConfig config, int port, BooleanSupplier ready) {
    Router router = Router.router(context.vertx());
    router.get("/healthz/live").handler(request -> answer(request, true));
    router.get("/healthz/ready").handler(request -> answer(request, ready.getAsBoolean()));
    router
        .get("/metrics")
        .handler(
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(context.scrape()));
    try {
      return new HealthServer(
          context
              .vertx()
              .createHttpServer()
              .requestHandler(router)
              .listen(port, config.host())
              .toCompletionStage()
              .toCompletableFuture()
              .join());
    } catch (CompletionException e) {
      throw new EddylineException(
          Action.STOP,
          "cannot listen on %s:%d: %s; set eddyline.health"
              .formatted(config.host(), port, e.getCause()),
          e);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void answer(RoutingContext request, boolean good) {
    request
        .response()
        .setStatusCode(good ? OK : UNAVAILABLE)
        .putHeader("content-type", "application/json")
        .end("{\"status\":\"%s\"}".formatted(good ? "UP" : "DOWN"));
  }
}
