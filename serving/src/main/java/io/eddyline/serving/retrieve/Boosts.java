package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.RowMask;
import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's boosts in a version's rows. Those that an item has several of add up.
 *
 * <p>Threading: immutable.
 */
final class Boosts {
  private final List<OfMask> ofMasks = new ArrayList<>();
  private final List<OfRow> ofRows = new ArrayList<>();

  private record OfMask(RowMask mask, float weight) {}

  private record OfRow(int row, float weight) {}

  Boosts(LoadedModel model, List<Boost> boosts) {
    for (Boost boost : boosts) {
      switch (boost) {
        case Boost.ByFilter(var filter, float weight) ->
            ofMasks.add(new OfMask(model.mask(filter), weight));
        case Boost.ByItem(String id, float weight) -> {
          int row = model.items().row(id);
          if (row != ItemRows.MISSING) {
            ofRows.add(new OfRow(row, weight));
          }
        }
      }
    }
  }

  boolean isEmpty() {
    return ofMasks.isEmpty() && ofRows.isEmpty();
  }

  /** Adds them to a bias. */
  void addTo(QueryBias bias) {
    for (OfMask boost : ofMasks) {
      boost.mask().forEach(row -> bias.raise(row, boost.weight()));
    }
    for (OfRow boost : ofRows) {
      bias.raise(boost.row(), boost.weight());
    }
  }

  /** What they add to the score of a row. */
  double of(int row) {
    double sum = 0;
    for (OfMask boost : ofMasks) {
      sum += boost.mask().holds(row) ? boost.weight() : 0;
    }
    for (OfRow boost : ofRows) {
      sum += boost.row() == row ? boost.weight() : 0;
    }
    return sum;
  }
}
