package io.eddyline.serving.http;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/**
 * What an answer needs to know of the request that it is for.
 *
 * @param context where it comes back to
 * @param deadlineMs how long it may take
 * @param span that its parts belong to
 */
record Exchange(Context context, int deadlineMs, RequestSpans.Part span) {
  /** The exchange of a request; {@code configuredMs} is the longest time. */
  static Exchange of(RoutingContext ctx, int configuredMs) {
    return new Exchange(
        ctx.vertx().getOrCreateContext(), Deadlines.ms(ctx, configuredMs), RequestSpans.whole(ctx));
  }
}
