package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's boosts in a version's rows. Those that an item has several of add up.
 *
 * <p>Threading: immutable.
 */
final class Boosts {
  private final List<OfItems> ofItems = new ArrayList<>();
  private final List<OfId> ofIds = new ArrayList<>();

  private record OfItems(FilteredItems items, float weight) {}

  /**
   * A boost of one item.
   *
   * @param row in the version, {@link ItemRows#MISSING} without one
   */
  private record OfId(String id, int row, float weight) {
    boolean isOf(CurrentItem item) {
      return row == ItemRows.MISSING ? item.id().equals(id) : item.row() == row;
    }
  }

  Boosts(LoadedModel version, List<Boost> boosts) {
    for (Boost boost : boosts) {
      switch (boost) {
        case Boost.ByFilter(var filter, float weight) ->
            ofItems.add(new OfItems(FilteredItems.of(version, filter), weight));
        case Boost.ByItem(String id, float weight) ->
            ofIds.add(new OfId(id, version.items().row(id), weight));
      }
    }
  }

  boolean isEmpty() {
    return ofItems.isEmpty() && ofIds.isEmpty();
  }

  /** Adds them to a bias. */
  void addTo(QueryBias bias) {
    for (OfItems boost : ofItems) {
      boost.items().mask().forEach(row -> bias.raise(row, boost.weight()));
    }
    for (OfId boost : ofIds) {
      if (boost.row() != ItemRows.MISSING) {
        bias.raise(boost.row(), boost.weight());
      }
    }
  }

  /** What they add to the score of an item. */
  double of(CurrentItem item) {
    double sum = 0;
    for (OfItems boost : ofItems) {
      sum += boost.items().has(item) ? boost.weight() : 0;
    }
    for (OfId boost : ofIds) {
      sum += boost.isOf(item) ? boost.weight() : 0;
    }
    return sum;
  }
}
