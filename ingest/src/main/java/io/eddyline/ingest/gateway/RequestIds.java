package io.eddyline.ingest.gateway;

import io.eddyline.schemas.request.RequestId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Gives each request its {@link RequestId} and sends it back with the answer. Event loops. */
final class RequestIds implements Handler<RoutingContext> {
  private static final String KEY = "request-id";

  @Override
  public void handle(RoutingContext context) {
    var headers = context.request().headers();
    String id = RequestId.of(headers.get(RequestId.HEADER), headers.get(RequestId.TRACE_HEADER));
    context.put(KEY, id);
    context.response().putHeader(RequestId.HEADER, id);
    context.next();
  }

  /** The request's id; null only before the request came to this handler. */
  static @Nullable String of(RoutingContext context) {
    return context.get(KEY);
  }
}
