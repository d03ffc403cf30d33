package io.eddyline.serving.http;

import io.eddyline.serving.control.OrderDesk.Authority;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * The query parameters that every order takes.
 *
 * @param waitMs how long the answer may wait until this process has obeyed
 */
record OrderParameters(Authority authority, int waitMs) {
  static final int MAX_WAIT_MS = 60_000;

  private static final Set<String> NAMES = Set.of("force", "reason", "wait_ms");
  private static final int MAX_REASON_CHARS = 200;
  private static final String UNSAID = "by an operator";

  static OrderParameters of(RoutingContext ctx) {
    Faults faults = new Faults();
    OrderParameters parameters = of(ctx, faults);
    faults.throwIfAny();
    return parameters;
  }

  static OrderParameters of(RoutingContext ctx, Faults faults) {
    QueryReader query = new QueryReader(ctx, NAMES, faults);
    return new OrderParameters(
        new Authority(query.flag("force", false), query.text("reason", UNSAID, MAX_REASON_CHARS)),
        query.integer("wait_ms", 0, 0, MAX_WAIT_MS));
  }
}
