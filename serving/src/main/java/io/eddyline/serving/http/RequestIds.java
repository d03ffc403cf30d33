package io.eddyline.serving.http;

import io.eddyline.schemas.request.RequestId;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request its {@link RequestId} and sends it back with the answer.
 *
 * <p>Threading: stateless.
 */
final class RequestIds implements PlatformHandler {
  private static final String KEY = "eddyline.request.id";

  @Override
  public void handle(RoutingContext ctx) {
    var headers = ctx.request().headers();
    String id = RequestId.of(headers.get(RequestId.HEADER), headers.get(RequestId.TRACE_HEADER));
    ctx.put(KEY, id);
    ctx.response().putHeader(RequestId.HEADER, id);
    ctx.next();
  }

  /** The request's id; null only before the request came to this handler. */
  static @Nullable String of(RoutingContext ctx) {
    return ctx.get(KEY);
  }
}
