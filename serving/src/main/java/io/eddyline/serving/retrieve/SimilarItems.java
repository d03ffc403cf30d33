package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.model.RetrievalQuery;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items that are most like one, by vector and by who visits them soon after each other; how
 * popular they are does not count.
 *
 * <pre>
 *   score(j) = cos(e_i, e_j) / tau + neighbourWeight affinity(i, j)
 * </pre>
 *
 * <p>Threading: stateless.
 */
public final class SimilarItems {
  private SimilarItems() {}

  /** The version has no row for an item. */
  public static final class UnknownItemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownItemException(String itemId) {
      super("item \"%s\" is not known".formatted(itemId), null, false, false);
    }
  }

  /**
   * A page of the available items that are like one; runs the graph.
   *
   * @param filter that they must pass, null for none
   * @throws UnknownItemException if the version does not know the item
   */
  public static Recommendation of(
      LoadedModel model, String itemId, Page page, @Nullable Filter filter) {
    int row = model.items().row(itemId);
    if (row == ItemRows.MISSING) {
      throw new UnknownItemException(itemId);
    }
    RetrievalQuery query =
        RetrievalQuery.similarTo(model.scoring(), row, model.tables().item(row), new int[] {row});
    List<ScoredItem> items = new ArrayList<>();
    try (QueryBias bias = model.bias(filter == null ? null : model.mask(filter))) {
      bias.forgetPriors();
      Ranking ranking = model.rank(query, bias, page.end());
      for (int rank = page.offset(); rank < ranking.size(); rank++) {
        int similar = ranking.row(rank);
        items.add(
            new ScoredItem(
                model.items().id(similar),
                ranking.score(rank),
                model.items().title(similar),
                null,
                null,
                null));
      }
    }
    return Recommendation.plain(items, Sources.of(model), null);
  }
}
