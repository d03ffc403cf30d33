package io.eddyline.learner.table;

/** Is told of every change of an item row, on the thread that owns the table. */
@FunctionalInterface
public interface ItemRowListener {
  /** The row has its new values. */
  void changed(int row);

  /** As {@link #changed}, of nothing but the neighbours. */
  default void neighboursChanged(int row) {
    changed(row);
  }

  /** The row is about to go; its id is still there. */
  default void removed(int row) {}

  /** As {@link #changed}, of nothing but the context residual and its accumulator. */
  default void contextChanged(int row) {
    changed(row);
  }
}
