package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemRowListener;

/**
 * Tells two of each change, the first one first.
 *
 * <p>Threading: the task's stream thread.
 */
record BothListeners(ItemRowListener first, ItemRowListener second) implements ItemRowListener {
  @Override
  public void changed(int row) {
    first.changed(row);
    second.changed(row);
  }

  @Override
  public void neighboursChanged(int row) {
    first.neighboursChanged(row);
    second.neighboursChanged(row);
  }

  @Override
  public void contextChanged(int row) {
    first.contextChanged(row);
    second.contextChanged(row);
  }

  @Override
  public void removed(int row) {
    first.removed(row);
    second.removed(row);
  }
}
