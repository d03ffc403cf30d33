package io.eddyline.serving.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** {@code GET /metrics}: the registry in Prometheus' text format. */
final class MetricsResource implements Handler<RoutingContext> {
  private static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<String> scrape;

  MetricsResource(Supplier<String> scrape) {
    this.scrape = scrape;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.vertx()
        .executeBlocking(scrape::get, false)
        .compose(text -> ctx.response().putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE).end(text))
        .onFailure(ctx::fail);
  }
}
