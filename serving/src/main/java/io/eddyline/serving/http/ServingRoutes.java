package io.eddyline.serving.http;

import io.eddyline.serving.control.OrderDesk;
import io.eddyline.serving.control.OrderLog;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Which resource answers which call. */
public final class ServingRoutes {
  private static final List<Integer> HANDLED_STATUSES = List.of(400, 404, 405, 413, 415, 500);

  private final Router router;
  private final RequestMeter meter;
  private final HttpConfig config;
  private final ProblemHandler problems;

  private ServingRoutes(Vertx vertx, HttpConfig config, MeterRegistry registry) {
    this.router = Router.router(vertx);
    this.meter = new RequestMeter(registry, config.maxConcurrentRequests());
    this.config = config;
    this.problems = new ProblemHandler(config);
    HANDLED_STATUSES.forEach(status -> router.errorHandler(status, problems));
  }

  /** What the resources answer from. */
  public record Sources(
      Models models,
      RetrievalWorkers workers,
      ShadowComparison shadow,
      RecommendationConfig recommendations,
      OrderLog orders,
      MeterRegistry registry,
      Supplier<String> scrape,
      InstantSource clock) {}

  /** The router of the whole API. */
  public static Router create(Vertx vertx, HttpConfig config, Sources sources) {
    ServingRoutes routes = new ServingRoutes(vertx, config, sources.registry());
    Answers answers =
        new Answers(
            sources.models().slot(),
            sources.models().meters(),
            sources.workers(),
            sources.shadow(),
            config.deadlineMs(),
            sources.clock());
    HealthResource health = new HealthResource(sources.models().slot());
    routes.probe("/healthz/live", health::live);
    routes.probe("/healthz/ready", health::ready);
    routes.probe("/metrics", new MetricsResource(sources.scrape()));
    routes.lists(answers, new RequestRules(config.maxLimit(), sources.recommendations()));
    routes.call(HttpMethod.GET, "/v1/models", new ModelsResource(sources.models()));
    routes.orders(sources);
    Route.NOT_AVAILABLE_YET.forEach(routes::notAvailableYet);
    return routes.router;
  }

  private void lists(Answers answers, RequestRules rules) {
    call(
        HttpMethod.GET,
        "/v1/users/{id}/recommendations",
        new UserRecommendationsResource(answers, rules));
    call(HttpMethod.POST, "/v1/recommendations", new RecommendationsResource(answers, rules));
    call(HttpMethod.POST, "/v1/recommendations/batch", new BatchResource(answers, rules, problems));
    call(HttpMethod.POST, "/v1/rank", new RankResource(answers, rules));
    call(HttpMethod.GET, "/v1/popular", new PopularResource(answers, rules));
    ItemsResource items = new ItemsResource(answers, rules);
    call(HttpMethod.GET, "/v1/items/{id}", items::item);
    call(HttpMethod.GET, "/v1/items/{id}/similar", items::similar);
  }

  private void orders(Sources sources) {
    OrderDesk desk = new OrderDesk(sources.models().versions(), sources.orders());
    Orders orders = new Orders(sources.models());
    VersionOrdersResource versions = new VersionOrdersResource(desk, orders);
    call(HttpMethod.POST, "/v1/models/{version}/activate", versions::activate);
    call(HttpMethod.POST, "/v1/models/{version}/pin", versions::pin);
    call(HttpMethod.DELETE, "/v1/models/pin", versions::unpin);
    CandidateOrdersResource candidates = new CandidateOrdersResource(desk, orders);
    call(HttpMethod.PUT, "/v1/models/canary", candidates::putCanary);
    call(HttpMethod.DELETE, "/v1/models/canary", candidates::deleteCanary);
    call(HttpMethod.POST, "/v1/models/canary/promote", candidates::promoteCanary);
    call(HttpMethod.PUT, "/v1/models/shadow", candidates::putShadow);
    call(HttpMethod.DELETE, "/v1/models/shadow", candidates::deleteShadow);
    call(HttpMethod.PUT, "/v1/models/retention", candidates::putRetention);
    call(HttpMethod.DELETE, "/v1/models/retention", candidates::deleteRetention);
  }

  /** A call of operators: neither bounded nor timed. */
  private void probe(String path, Handler<RoutingContext> resource) {
    router.get(path).handler(resource);
  }

  private void call(HttpMethod method, String template, Handler<RoutingContext> resource) {
    Route route = new Route(method, template);
    PlatformHandler admission = ctx -> meter.admit(ctx, template);
    var added = router.route(method, route.path()).handler(admission);
    if (method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT)) {
      added.handler(BodyHandler.create(false).setBodyLimit(config.maxBodyBytes()));
    }
    added.handler(resource);
  }

  private void notAvailableYet(Route route) {
    call(
        route.method(),
        route.template(),
        ctx -> ctx.fail(new ProblemException(Problem.notAvailableYet(route.toString()))));
  }
}
