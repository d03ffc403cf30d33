package io.eddyline.serving.overlay;

import io.eddyline.serving.model.PairClocks;
import java.util.Arrays;

/**
 * How many live pairs each item partition has counted, by the rows that came: the highest clock
 * among them.
 *
 * <p>A task that starts anew may count on from a lower number, that of its last commit. Rows of
 * before that were not committed go then, and their clocks with them.
 *
 * <p>Threading: one thread, that of the overlay's writer.
 */
final class HeardPairs implements PairClocks {
  private long[] clocks = {};
  private long changes;

  /** A row came; a removal says nothing. */
  void hear(ItemState state) {
    OverlayItem row = state.row();
    if (row != null) {
      hear(row.origin().partition(), row.popularityClock());
    }
  }

  void hear(int partition, long clock) {
    if (clock <= livePairs(partition)) {
      return;
    }
    if (partition >= clocks.length) {
      clocks = Arrays.copyOf(clocks, partition + 1);
    }
    clocks[partition] = clock;
    changes++;
  }

  /** Rows of a partition were dropped: of it, nothing was heard but those that are left. */
  void hearAgain(int partition, BoundedRows<ItemState> left) {
    if (livePairs(partition) == 0) {
      return;
    }
    clocks[partition] = 0;
    changes++;
    left.forEach(
        (_, state) -> {
          if (state.origin().partition() == partition) {
            hear(state);
          }
        });
  }

  @Override
  public long livePairs(int partition) {
    return partition < clocks.length ? clocks[partition] : 0;
  }

  /** Rises whenever a clock moves. */
  long changes() {
    return changes;
  }
}
