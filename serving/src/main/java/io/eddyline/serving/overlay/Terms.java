package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.QueryBias;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of the items beside the query: once for the graph, as a bias, and once item
 * by item, for those that the graph does not see. Both say the same.
 */
public interface Terms {
  /** Every available item, by its prior. */
  Terms ORDINARY =
      new Terms() {
        @Override
        public @Nullable QueryBias graphBias(LoadedModel model) {
          return null;
        }

        @Override
        public boolean accept(CurrentItem item) {
          return true;
        }

        @Override
        public double bias(CurrentItem item) {
          return item.prior();
        }
      };

  /** The bias of the version's items, which the caller closes; null for the version's own. */
  @Nullable QueryBias graphBias(LoadedModel model);

  /** Whether an available item may be answered. */
  boolean accept(CurrentItem item);

  /** What is added to the item's score. */
  double bias(CurrentItem item);
}
