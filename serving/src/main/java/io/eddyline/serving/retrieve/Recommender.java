package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.ExcludedItems;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request from one model.
 *
 * <p>Threading: stateless.
 */
public final class Recommender {
  private Recommender() {}

  /** The personal answer; runs the graph. */
  public static Recommendation recommend(CurrentModel model, RecommendationRequest request) {
    return model.isEmpty() ? nothing(model) : new PersonalAnswer(model, request).make();
  }

  /**
   * What the prior ranks first, under the request's exclusions and filter; runs no graph. Boosts,
   * diversity, exploration, relevance and explanations are ignored, and the answer says so.
   */
  public static Recommendation popularInstead(CurrentModel model, RecommendationRequest request) {
    if (model.isEmpty()) {
      return nothing(model);
    }
    ExcludedItems excluded =
        PersonalQuery.of(model, request.asker(), request.selection()).excluded();
    Predicate<CurrentItem> accepted = accepted(model, request.selection().filter());
    List<Scored> items =
        ItemsInOrder.byPrior(model.version().items())
            .page(
                model.items(), item -> !excluded.has(item) && accepted.test(item), request.page());
    return new Recommendation(
        plain(items), Sources.of(model), Fallback.DEADLINE, Ignored.byPopularity(request), null);
  }

  /** The most popular available items; the score is the decayed popularity, in events. */
  public static Recommendation popular(CurrentModel model, Page page, @Nullable Filter filter) {
    if (model.isEmpty()) {
      return nothing(model);
    }
    List<Scored> items =
        ItemsInOrder.byPopularity(model.version().items())
            .page(model.items(), accepted(model, filter), page);
    return Recommendation.plain(plain(items), Sources.of(model), null);
  }

  private static Predicate<CurrentItem> accepted(CurrentModel model, @Nullable Filter filter) {
    return filter == null ? _ -> true : FilteredItems.of(model.version(), filter)::has;
  }

  private static List<ScoredItem> plain(List<Scored> items) {
    return items.stream().map(ScoredItem::plain).toList();
  }

  private static Recommendation nothing(CurrentModel model) {
    return Recommendation.plain(List.of(), Sources.of(model), Fallback.NO_MODEL);
  }
}
