package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code GET /v1/users/{id}/recommendations}. */
final class UserRecommendationsResource implements Handler<RoutingContext> {
  private static final Set<String> PARAMETERS =
      Set.of(
          "limit",
          "offset",
          "next",
          "exclude",
          "exclude_seen",
          "filter",
          "diversity",
          "explore",
          "min_relevance",
          "explain",
          ReadAfter.TOKEN,
          ReadAfter.WAIT_MS);

  private final Answers answers;
  private final RequestRules rules;

  UserRecommendationsResource(Answers answers, RequestRules rules) {
    this.answers = answers;
    this.rules = rules;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Replies.send(ctx, answers.recommend(answers.exchange(ctx), parse(ctx)));
  }

  private Asked parse(RoutingContext ctx) {
    Faults faults = new Faults();
    QueryReader query = new QueryReader(ctx, PARAMETERS, faults);
    String userId = Objects.requireNonNull(ctx.pathParam("id"), "the route names it");
    faults.requireIdParameter("id", userId);
    RecommendationRequest request =
        new RecommendationRequest(
            new Asker(userId, null, List.of()),
            query.page(rules.maxLimit()),
            new Selection(
                query.ids("exclude"),
                query.flag("exclude_seen", true),
                query.filter("filter"),
                query.share("min_relevance")),
            rules.ordering(List.of(), query.share("diversity"), query.share("explore")),
            query.flag("explain", false));
    String next = query.next();
    String after = query.after();
    int waitMs = query.waitMs(rules);
    faults.throwIfAny();
    return Asked.of("recommendations", request, next).reading(rules.after(after, waitMs));
  }
}
