package io.eddyline.serving.overlay;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.Priors;
import org.jspecify.annotations.Nullable;

/** An item as the version has it. */
record SnapshotItem(LoadedModel model, int row) implements CurrentItem {
  @Override
  public String id() {
    return model.items().id(row);
  }

  @Override
  public @Nullable String title() {
    return model.items().title(row);
  }

  @Override
  public boolean isAvailable() {
    return model.items().isAvailable(row);
  }

  @Override
  public boolean passes(Filter filter) {
    return model.mask(filter).holds(row);
  }

  @Override
  public float popularity() {
    return model.items().priors().popularity(row);
  }

  @Override
  public float prior() {
    return model.items().priors().prior(row);
  }

  @Override
  public float affinityFactor() {
    Priors priors = model.items().priors();
    return priors.affinityFactorThen(row) * priors.affinityGrowth(row);
  }

  @Override
  public float[] candidate() {
    return model.tables().item(row);
  }

  @Override
  public float[] history() {
    return model.tables().history(row);
  }
}
