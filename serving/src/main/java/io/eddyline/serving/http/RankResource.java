package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.CandidateRequest;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /v1/rank}. */
final class RankResource implements Handler<RoutingContext> {
  private final Answers answers;
  private final RequestRules rules;

  RankResource(Answers answers, RequestRules rules) {
    this.answers = answers;
    this.rules = rules;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Json.requireMediaType(ctx);
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    CandidateRequest request = new RequestReader(rules, faults).candidates(Json.read(ctx));
    Replies.send(ctx, answers.rank(answers.exchange(ctx), request));
  }
}
