package io.eddyline.serving.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Ends requests with answers that come later. */
final class Replies {
  private Replies() {}

  /** Ends the request with a recommendation, or with what went wrong. */
  static void send(RoutingContext ctx, Future<RecommendationBody> answer) {
    answer
        .onSuccess(
            body -> {
              RequestMeter.noteFallback(ctx, body.fallback());
              RequestSpans.Part sending = RequestSpans.whole(ctx).begin(RequestSpans.ANSWER);
              ctx.addEndHandler(_ -> sending.end());
              Json.send(ctx.response(), Json.MEDIA_TYPE, body);
            })
        .onFailure(ctx::fail);
  }
}
