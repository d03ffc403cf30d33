package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.RecommendationRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /v1/recommendations}. */
final class RecommendationsResource implements Handler<RoutingContext> {
  private final Answers answers;
  private final int maxLimit;

  RecommendationsResource(Answers answers, int maxLimit) {
    this.answers = answers;
    this.maxLimit = maxLimit;
  }

  @Override
  public void handle(RoutingContext ctx) {
    answers.recommend(ctx, parse(ctx));
  }

  private RecommendationRequest parse(RoutingContext ctx) {
    Json.requireMediaType(ctx);
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    return BodyReader.read(Json.read(ctx), maxLimit);
  }
}
