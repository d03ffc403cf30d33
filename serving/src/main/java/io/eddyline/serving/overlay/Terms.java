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
        public boolean hasPriors() {
          return true;
        }

        @Override
        public boolean hasBoosts() {
          return false;
        }

        @Override
        public double boost(CurrentItem item) {
          return 0;
        }
      };

  /** The bias of the version's items, which the caller closes; null for the version's own. */
  @Nullable QueryBias graphBias(LoadedModel model);

  /** Whether an available item may be answered. */
  boolean accept(CurrentItem item);

  /** Whether an item's prior is added to its score. */
  boolean hasPriors();

  /** Whether any item has a boost. */
  boolean hasBoosts();

  /** What else is added to an item's score. */
  double boost(CurrentItem item);
}
