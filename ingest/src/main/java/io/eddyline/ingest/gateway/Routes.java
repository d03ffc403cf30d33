package io.eddyline.ingest.gateway;

import io.eddyline.schemas.openapi.OpenApiDocument;
import io.eddyline.schemas.request.RequestId;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Which handler answers what, and how failures become problems. Event loops. */
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  private final GatewayConfig config;
  private final RequestBody requestBody;
  private final EventsHandler events;
  private final ItemsHandler items;
  private final HealthHandler health;

  Routes(
      GatewayConfig config,
      RequestBody requestBody,
      EventsHandler events,
      ItemsHandler items,
      HealthHandler health) {
    this.config = config;
    this.requestBody = requestBody;
    this.events = events;
    this.items = items;
    this.health = health;
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(new RequestIds());
    withBody(router, HttpMethod.POST, "/v1/events", events);
    withBody(router, HttpMethod.POST, "/v1/items", items::post);
    withBody(router, HttpMethod.PUT, "/v1/items/:id", items::put);
    router.delete("/v1/items/:id").handler(items::delete);
    router.delete("/v1/users/:id").handler(Routes::notAvailableYet);
    router.get("/v1/erasures/:id").handler(Routes::notAvailableYet);
    router.get("/healthz/live").handler(health::live);
    router.get("/healthz/ready").handler(health::ready);
    router.get("/metrics").handler(health::metrics);
    router.get("/openapi.yaml").handler(document(OpenApiDocument.INGEST.text()));
    router.route().failureHandler(this::fail);
    router.errorHandler(
        404,
        context ->
            Problem.of(
                    404,
                    "not_found",
                    "Not found",
                    "There is nothing at " + context.request().path())
                .send(context, config.retryAfterSeconds()));
    router.errorHandler(
        405,
        context ->
            Problem.of(
                    405,
                    "method_not_allowed",
                    "Method not allowed",
                    context.request().method() + " is not answered here")
                .send(context, config.retryAfterSeconds()));
    return router;
  }

  private void withBody(
      Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
    router.route(method, path).handler(requestBody::admit);
    router
        .route(method, path)
        .handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()))
        .handler(handler);
  }

  private static Handler<RoutingContext> document(String text) {
    return context ->
        context
            .response()
            .putHeader(HttpHeaders.CONTENT_TYPE, OpenApiDocument.MEDIA_TYPE)
            .end(text)
            .onFailure(context::fail);
  }

  private static void notAvailableYet(RoutingContext context) {
    throw new ProblemException(Problem.notAvailableYet());
  }

  private void fail(RoutingContext context) {
    problem(context).send(context, config.retryAfterSeconds());
  }

  private Problem problem(RoutingContext context) {
    Throwable failure = context.failure();
    int status = context.statusCode();
    if (failure instanceof HttpException http) {
      status = http.getStatusCode();
    }
    return switch (failure) {
      case ProblemException known -> known.problem();
      case KafkaException kafka ->
          Problem.kafkaUnavailable("Not all was acknowledged: " + kafka.getMessage());
      case null, default -> byStatus(context, status, failure);
    };
  }

  private Problem byStatus(RoutingContext context, int status, @Nullable Throwable failure) {
    if (status == 413) {
      return Problem.tooLarge(
          "body_too_large", "The body is larger than %d bytes".formatted(config.maxBodyBytes()));
    }
    if (status >= 400 && status < 500) {
      return Problem.of(status, "bad_request", "Bad request", "The request is not sound HTTP");
    }
    try (var _ = MDC.putCloseable(RequestId.LOG_KEY, RequestIds.of(context))) {
      LOG.error("a request failed", failure);
    }
    return Problem.internal();
  }
}
