package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.RecommendationRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code GET /v1/users/{id}/recommendations}. */
final class UserRecommendationsResource implements Handler<RoutingContext> {
  private static final Set<String> PARAMETERS =
      Set.of("limit", "offset", "exclude", "exclude_seen");

  private final Answers answers;
  private final int maxLimit;

  UserRecommendationsResource(Answers answers, int maxLimit) {
    this.answers = answers;
    this.maxLimit = maxLimit;
  }

  @Override
  public void handle(RoutingContext ctx) {
    answers.recommend(ctx, parse(ctx));
  }

  private RecommendationRequest parse(RoutingContext ctx) {
    Faults faults = new Faults();
    QueryReader query = new QueryReader(ctx, PARAMETERS, faults);
    String userId = Objects.requireNonNull(ctx.pathParam("id"), "the route names it");
    faults.requireIdParameter("id", userId);
    RecommendationRequest request =
        new RecommendationRequest(
            userId,
            null,
            List.of(),
            query.integer("limit", Limits.DEFAULT_LIMIT, 1, maxLimit),
            query.integer("offset", 0, 0, Limits.MAX_OFFSET),
            query.ids("exclude"),
            query.flag("exclude_seen", true));
    faults.throwIfAny();
    return request;
  }
}
