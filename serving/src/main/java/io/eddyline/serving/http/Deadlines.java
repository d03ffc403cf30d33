package io.eddyline.serving.http;

import io.vertx.ext.web.RoutingContext;

/**
 * How long an answer may take: as configured, or less if the request's {@code X-Request-Timeout-Ms}
 * says so. The document holds the header to a number of milliseconds.
 *
 * <p>Threading: stateless.
 */
final class Deadlines {
  static final String HEADER = "X-Request-Timeout-Ms";

  private Deadlines() {}

  /** The time for this request's answer, at most {@code configuredMs}. */
  static int ms(RoutingContext ctx, int configuredMs) {
    String own = ctx.request().getHeader(HEADER);
    return own == null ? configuredMs : Math.min(configuredMs, Integer.parseInt(own));
  }
}
