package io.eddyline.serving.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /v1/popular}. */
final class PopularResource implements Handler<RoutingContext> {
  private static final Set<String> PARAMETERS = Set.of("limit", "offset");

  private final Answers answers;
  private final int maxLimit;

  PopularResource(Answers answers, int maxLimit) {
    this.answers = answers;
    this.maxLimit = maxLimit;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    QueryReader query = new QueryReader(ctx, PARAMETERS, faults);
    int limit = query.integer("limit", Limits.DEFAULT_LIMIT, 1, maxLimit);
    int offset = query.integer("offset", 0, 0, Limits.MAX_OFFSET);
    faults.throwIfAny();
    answers.popular(ctx, offset, limit);
  }
}
