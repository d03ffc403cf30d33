package io.eddyline.serving.http;

import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * What an answer needs to know of the request that it is for.
 *
 * @param context where it comes back to
 * @param deadlineMs how long it may take
 * @param span that its parts belong to
 * @param own what is known of the events that it shall have
 */
record Exchange(Context context, int deadlineMs, RequestSpans.Part span, OwnEvents own) {
  /** The exchange of a request; {@code configuredMs} is the longest time. */
  static Exchange of(RoutingContext ctx, int configuredMs, AppliedEvents applied) {
    return new Exchange(
        ctx.vertx().getOrCreateContext(),
        Deadlines.ms(ctx, configuredMs),
        RequestSpans.whole(ctx),
        OwnEvents.none(applied));
  }

  /** The rest of an exchange that has waited for events since a moment. */
  Exchange waited(OwnEvents known, long sinceNs) {
    long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs);
    return new Exchange(context, (int) Math.max(1, deadlineMs - waitedMs), span, known);
  }
}
