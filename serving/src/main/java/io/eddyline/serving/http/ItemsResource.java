package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.ItemFacts;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.SimilarItems;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/items/{id}} and {@code GET /v1/items/{id}/similar}. */
final class ItemsResource {
  private static final Set<String> SIMILAR = Set.of("limit", "offset", "next", "filter");

  private final Answers answers;
  private final RequestRules rules;

  ItemsResource(Answers answers, RequestRules rules) {
    this.answers = answers;
    this.rules = rules;
  }

  /**
   * An item as the client sees it.
   *
   * @param ranked whether the version has a row for it, so that it can be recommended
   * @param popularity decayed, in events; null without a row
   */
  record ItemBody(
      String itemId,
      @Nullable String title,
      Map<String, Object> attributes,
      boolean available,
      boolean ranked,
      @Nullable Float popularity,
      VersionBody model) {}

  /** The version that answered. */
  record VersionBody(String name, String version) {}

  void item(RoutingContext ctx) {
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    String id = id(ctx, faults);
    faults.throwIfAny();
    answers
        .item(answers.exchange(ctx), id)
        .onSuccess(facts -> Json.send(ctx.response(), Json.MEDIA_TYPE, body(facts)))
        .onFailure(ctx::fail);
  }

  void similar(RoutingContext ctx) {
    Faults faults = new Faults();
    QueryReader query = new QueryReader(ctx, SIMILAR, faults);
    String id = id(ctx, faults);
    Asked asked = query.list("similar " + id, rules.maxLimit());
    Page page = asked.request().page();
    var filter = asked.request().selection().filter();
    Replies.send(
        ctx,
        answers.list(
            answers.exchange(ctx), asked, model -> SimilarItems.of(model, id, page, filter)));
  }

  private static String id(RoutingContext ctx, Faults faults) {
    String id = Objects.requireNonNull(ctx.pathParam("id"), "the route names it");
    faults.requireIdParameter("id", id);
    return id;
  }

  private static ItemBody body(ItemFacts facts) {
    return new ItemBody(
        facts.itemId(),
        facts.title(),
        facts.attributes(),
        facts.available(),
        facts.ranked(),
        facts.popularity(),
        new VersionBody(facts.source().model(), Long.toString(facts.source().version())));
  }
}
