package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
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
      CurrentModel model, String itemId, Page page, @Nullable Filter filter) {
    CurrentItem item = model.items().find(itemId);
    if (item == null) {
      throw new UnknownItemException(itemId);
    }
    CurrentRanking ranking =
        model.rank(
            CurrentQuery.similarTo(model, item),
            new LikenessTerms(FilteredItems.ofNullable(model.version(), filter)),
            page.end());
    List<ScoredItem> items =
        ranking.items().stream().skip(page.offset()).map(ScoredItem::plain).toList();
    return Recommendation.plain(items, Sources.of(model), null);
  }
}
