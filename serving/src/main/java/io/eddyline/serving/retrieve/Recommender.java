package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.RowMask;
import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request from one model.
 *
 * <p>Threading: stateless.
 */
public final class Recommender {
  private Recommender() {}

  /** The personal answer; runs the graph. */
  public static Recommendation recommend(LoadedModel model, RecommendationRequest request) {
    return model.isEmpty() ? nothing(model) : new PersonalAnswer(model, request).make();
  }

  /**
   * What the prior ranks first, under the request's exclusions and filter; runs no graph. Boosts,
   * diversity, exploration, relevance and explanations are ignored, and the answer says so.
   */
  public static Recommendation popularInstead(LoadedModel model, RecommendationRequest request) {
    if (model.isEmpty()) {
      return nothing(model);
    }
    var excluded = PersonalQuery.of(model, request.asker(), request.selection()).excluded();
    IntPredicate accepted = accepted(model, request.selection().filter());
    List<ScoredItem> items = new ArrayList<>();
    for (int row :
        rows(
            model.items(),
            model.items()::priorRow,
            row -> !excluded.get(row) && accepted.test(row),
            request.page())) {
      items.add(item(model.items(), row, model.items().prior(model.scoring(), row)));
    }
    return new Recommendation(
        items, Sources.of(model), Fallback.DEADLINE, Ignored.byPopularity(request), null);
  }

  /** The most popular available items; the score is the decayed popularity, in events. */
  public static Recommendation popular(LoadedModel model, Page page, @Nullable Filter filter) {
    if (model.isEmpty()) {
      return nothing(model);
    }
    List<ScoredItem> items = new ArrayList<>();
    IntPredicate accepted = accepted(model, filter);
    for (int row : rows(model.items(), model.items()::popularRow, accepted, page)) {
      items.add(item(model.items(), row, model.items().popularity(row)));
    }
    return Recommendation.plain(items, Sources.of(model), null);
  }

  private static IntPredicate accepted(LoadedModel model, @Nullable Filter filter) {
    if (filter == null) {
      return _ -> true;
    }
    RowMask mask = model.mask(filter);
    return mask::holds;
  }

  private static List<Integer> rows(
      ItemRows items, IntUnaryOperator order, IntPredicate accepted, Page page) {
    List<Integer> rows = new ArrayList<>();
    int skipped = 0;
    for (int rank = 0; rank < items.count() && rows.size() < page.limit(); rank++) {
      int row = order.applyAsInt(rank);
      if (!items.isAvailable(row) || !accepted.test(row)) {
        continue;
      }
      if (skipped < page.offset()) {
        skipped++;
      } else {
        rows.add(row);
      }
    }
    return rows;
  }

  private static ScoredItem item(ItemRows items, int row, float score) {
    return new ScoredItem(items.id(row), score, items.title(row), null, null, null);
  }

  private static Recommendation nothing(LoadedModel model) {
    return Recommendation.plain(List.of(), Sources.of(model), Fallback.NO_MODEL);
  }
}
