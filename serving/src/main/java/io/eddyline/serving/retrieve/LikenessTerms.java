package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.Terms;
import org.jspecify.annotations.Nullable;

/**
 * A filter, and no priors.
 *
 * <p>Threading: immutable.
 *
 * @param filter null for none
 */
record LikenessTerms(@Nullable FilteredItems filter) implements Terms {
  @Override
  public QueryBias graphBias(LoadedModel model) {
    QueryBias bias = model.bias(filter == null ? null : filter.mask());
    bias.forgetPriors();
    return bias;
  }

  @Override
  public boolean accept(CurrentItem item) {
    return filter == null || filter.has(item);
  }

  @Override
  public boolean hasPriors() {
    return false;
  }

  @Override
  public boolean hasBoosts() {
    return false;
  }

  @Override
  public double boost(CurrentItem item) {
    return 0;
  }
}
