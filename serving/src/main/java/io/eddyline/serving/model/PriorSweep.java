package io.eddyline.serving.model;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of a version's rows to the clocks of their partitions, a piece at a time: first the
 * priors, in memory and in the bias, then the orders by prior and by popularity.
 *
 * <p>Threading: one thread at a time, under the model's monitor.
 */
final class PriorSweep {
  private final ItemRows items;
  private final @Nullable FloatBuffer bias;
  private final RowSorter.RowValue prior;
  private final RowSorter.RowValue popularity;
  private @Nullable RowSorter sorter;
  private Stage stage = Stage.DONE;
  private int row;

  /** What is next. */
  private enum Stage {
    PRIORS,
    BY_PRIOR,
    BY_POPULARITY,
    DONE
  }

  /**
   * @param bias of every query that has none of its own; null without a graph
   */
  PriorSweep(ItemRows items, @Nullable FloatBuffer bias) {
    this.items = items;
    this.bias = bias;
    this.prior = items.priors()::prior;
    this.popularity = items.priors()::popularityByNow;
  }

  /**
   * Begins anew if a clock has moved since the last time.
   *
   * @return whether one has
   */
  boolean begin(PairClocks clocks) {
    if (!items.priors().advance(clocks)) {
      return false;
    }
    row = 0;
    stage = items.count() == 0 ? Stage.DONE : Stage.PRIORS;
    return true;
  }

  /**
   * Goes on for so many rows at most.
   *
   * @return whether that was the last of them
   */
  boolean step(int rows) {
    switch (stage) {
      case PRIORS -> {
        int end = Math.min(items.count(), row + rows);
        items.priors().refresh(row, end, bias);
        row = end;
        if (row == items.count()) {
          sorter().begin(prior);
          stage = Stage.BY_PRIOR;
        }
      }
      case BY_PRIOR -> {
        if (sorter().step(rows, items.byPrior())) {
          sorter().begin(popularity);
          stage = Stage.BY_POPULARITY;
        }
      }
      case BY_POPULARITY -> {
        if (sorter().step(rows, items.byPopularity())) {
          stage = Stage.DONE;
        }
      }
      case DONE -> {}
    }
    return stage == Stage.DONE;
  }

  /** Made when it is needed first: most memory of a version that ages, none of others. */
  private RowSorter sorter() {
    RowSorter made = sorter;
    if (made == null) {
      made = new RowSorter(items.count());
      sorter = made;
    }
    return made;
  }
}
