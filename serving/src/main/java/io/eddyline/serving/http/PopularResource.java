package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.Recommender;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /v1/popular}. */
final class PopularResource implements Handler<RoutingContext> {
  private static final Set<String> PARAMETERS = Set.of("limit", "offset", "next", "filter");

  private final Answers answers;
  private final RequestRules rules;

  PopularResource(Answers answers, RequestRules rules) {
    this.answers = answers;
    this.rules = rules;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    QueryReader query = new QueryReader(ctx, PARAMETERS, faults);
    Asked asked = query.list("popular", rules.maxLimit());
    Page page = asked.request().page();
    var filter = asked.request().selection().filter();
    Replies.send(
        ctx,
        answers.list(
            answers.exchange(ctx), asked, model -> Recommender.popular(model, page, filter)));
  }
}
