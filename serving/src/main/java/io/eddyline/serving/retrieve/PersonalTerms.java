package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.Terms;
import org.jspecify.annotations.Nullable;

/**
 * A request's filter and boosts, over the priors.
 *
 * <p>Threading: immutable.
 *
 * @param filter null for none
 */
record PersonalTerms(@Nullable FilteredItems filter, Boosts boosts) implements Terms {
  @Override
  public @Nullable QueryBias graphBias(LoadedModel model) {
    if (filter == null && boosts.isEmpty()) {
      return null;
    }
    QueryBias bias = model.bias(filter == null ? null : filter.mask());
    boosts.addTo(bias);
    return bias;
  }

  @Override
  public boolean accept(CurrentItem item) {
    return filter == null || filter.has(item);
  }

  @Override
  public boolean hasPriors() {
    return true;
  }

  @Override
  public boolean hasBoosts() {
    return !boosts.isEmpty();
  }

  @Override
  public double boost(CurrentItem item) {
    return boosts.of(item);
  }
}
