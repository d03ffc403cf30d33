package io.eddyline.serving.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Ends requests with answers that come later. */
final class Replies {
  private Replies() {}

  /** Where the request's answers come back to. */
  static Context context(RoutingContext ctx) {
    return ctx.vertx().getOrCreateContext();
  }

  /** Ends the request with a recommendation, or with what went wrong. */
  static void send(RoutingContext ctx, Future<RecommendationBody> answer) {
    answer
        .onSuccess(
            body -> {
              RequestMeter.noteFallback(ctx, body.fallback());
              Json.send(ctx.response(), Json.MEDIA_TYPE, body);
            })
        .onFailure(ctx::fail);
  }
}
