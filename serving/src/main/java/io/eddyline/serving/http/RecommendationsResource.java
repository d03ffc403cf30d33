package io.eddyline.serving.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /v1/recommendations}. */
final class RecommendationsResource implements Handler<RoutingContext> {
  private final Answers answers;
  private final RequestRules rules;

  RecommendationsResource(Answers answers, RequestRules rules) {
    this.answers = answers;
    this.rules = rules;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Json.requireMediaType(ctx);
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    Asked asked = new RequestReader(rules, faults).recommendation(Json.read(ctx), "");
    Replies.send(ctx, answers.recommend(answers.exchange(ctx), asked));
  }
}
