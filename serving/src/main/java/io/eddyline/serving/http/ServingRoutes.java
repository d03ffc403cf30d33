package io.eddyline.serving.http;

import io.eddyline.schemas.openapi.OpenApiDocument;
import io.eddyline.serving.control.OrderDesk;
import io.eddyline.serving.control.OrderLog;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Which resource answers which operation of the OpenAPI document. */
public final class ServingRoutes {
  private static final List<Integer> HANDLED_STATUSES = List.of(400, 404, 405, 413, 415, 500);

  private final OpenAPIContract contract;
  private final RouterBuilder routes;
  private final RequestMeter meter;
  private final RequestSpans spans;
  private final HttpConfig config;
  private final ProblemHandler problems;

  private ServingRoutes(Vertx vertx, HttpConfig config, Sources sources) {
    this.contract = ApiContract.load(vertx);
    this.routes = RouterBuilder.create(vertx, contract).rootHandler(new RequestIds());
    this.meter = new RequestMeter(sources.registry(), config.maxConcurrentRequests());
    this.spans = new RequestSpans(sources.telemetry());
    this.config = config;
    this.problems = new ProblemHandler(config);
  }

  /** What the resources answer from. */
  public record Sources(
      Models models,
      RetrievalWorkers workers,
      ShadowComparison shadow,
      Overlays overlays,
      AppliedEvents applied,
      BooleanSupplier caughtUp,
      RecommendationConfig recommendations,
      OrderLog orders,
      MeterRegistry registry,
      Supplier<String> scrape,
      OpenTelemetry telemetry,
      InstantSource clock) {}

  /** The router of the whole API; must not be called on an event loop. */
  public static Router create(Vertx vertx, HttpConfig config, Sources sources) {
    ServingRoutes routes = new ServingRoutes(vertx, config, sources);
    routes.probes(sources);
    routes.recommendations(sources);
    routes.call("listModels", new ModelsResource(sources.models()));
    routes.orders(sources);
    return routes.router();
  }

  private Router router() {
    for (OpenAPIRoute route : routes.getRoutes()) {
      if (route.getHandlers().isEmpty()) {
        throw new IllegalStateException(
            "operation %s has no resource".formatted(route.getOperation().getOperationId()));
      }
    }
    Router router = routes.createRouter();
    HANDLED_STATUSES.forEach(status -> router.errorHandler(status, problems));
    Route.NOT_AVAILABLE_YET.forEach(route -> notAvailableYet(router, route));
    return router;
  }

  private void probes(Sources sources) {
    HealthResource health = new HealthResource(sources.models().slot(), sources.caughtUp());
    probe("live", health::live);
    probe("ready", health::ready);
    probe("metrics", new MetricsResource(sources.scrape()));
    probe("openApi", new OpenApiResource(OpenApiDocument.SERVING));
  }

  private void recommendations(Sources sources) {
    Answers answers = new Answers(sources, config.deadlineMs());
    lists(
        answers, new RequestRules(config.maxLimit(), sources.recommendations(), sources.applied()));
  }

  private void lists(Answers answers, RequestRules rules) {
    call("recommendForUser", new UserRecommendationsResource(answers, rules));
    call("recommend", new RecommendationsResource(answers, rules));
    call("recommendBatch", new BatchResource(answers, rules, problems));
    call("rank", new RankResource(answers, rules));
    call("popular", new PopularResource(answers, rules));
    ItemsResource items = new ItemsResource(answers, rules);
    call("item", items::item);
    call("similarItems", items::similar);
  }

  private void orders(Sources sources) {
    OrderDesk desk = new OrderDesk(sources.models().versions(), sources.orders());
    Orders orders = new Orders(sources.models());
    VersionOrdersResource versions = new VersionOrdersResource(desk, orders);
    call("activateVersion", versions::activate);
    call("pinVersion", versions::pin);
    call("unpin", versions::unpin);
    CandidateOrdersResource candidates = new CandidateOrdersResource(desk, orders);
    call("orderCanary", candidates::putCanary);
    call("withdrawCanary", candidates::deleteCanary);
    call("promoteCanary", candidates::promoteCanary);
    call("orderShadow", candidates::putShadow);
    call("withdrawShadow", candidates::deleteShadow);
    call("orderRetention", candidates::putRetention);
    call("withdrawRetention", candidates::deleteRetention);
  }

  /** A call of operators: neither bounded nor timed nor checked. */
  private void probe(String operationId, Handler<RoutingContext> resource) {
    route(operationId).addHandler(resource);
  }

  private void call(String operationId, Handler<RoutingContext> resource) {
    OpenAPIRoute route = route(operationId);
    Operation operation = route.getOperation();
    route.addHandler(admission(operation.getOpenAPIPath()));
    if (operation.getRequestBody() != null) {
      route.addHandler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
    }
    route.addHandler(new RequestCheck(contract, operation)).addHandler(resource);
  }

  private PlatformHandler admission(String template) {
    return ctx -> {
      spans.begin(ctx, template);
      meter.admit(ctx, template);
    };
  }

  /** The route of an operation, which {@link RequestCheck} checks in the library's stead. */
  private OpenAPIRoute route(String operationId) {
    OpenAPIRoute route = routes.getRoute(operationId);
    if (route == null) {
      throw new IllegalStateException("the document has no operation " + operationId);
    }
    return route.setDoValidation(false);
  }

  private void notAvailableYet(Router router, Route route) {
    router
        .route(route.method(), route.path())
        .handler(admission(route.template()))
        .handler(ctx -> ctx.fail(new ProblemException(Problem.notAvailableYet(route.toString()))));
  }
}
