package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;

/**
 * Brings the priors of one version and of what is laid over it to the clocks of the partitions, a
 * piece at a time:
 *
 * <pre>
 *            a clock has moved        all slots       all rows, and both orders
 *   RESTING -----------------> LAID ----------> ROWS --------------------------> RESTING
 * </pre>
 *
 * <p>Clocks that move on the way count from the next time on, so that all priors get to the same
 * moment.
 *
 * <p>Threading: one thread, that of the overlay's writer.
 */
final class VersionAgeing {
  private static final long NEVER = -1;

  private final LoadedModel model;
  private final VersionItems items;
  private Stage stage = Stage.RESTING;
  private long changes = NEVER;
  private int slot;

  /** What is next. */
  private enum Stage {
    RESTING,
    LAID,
    ROWS
  }

  VersionAgeing(LoadedModel model, VersionItems items) {
    this.model = model;
    this.items = items;
  }

  boolean isClosed() {
    return model.isClosed();
  }

  /** Whether there is nothing to do until a clock moves. */
  boolean isResting(HeardPairs clocks) {
    return stage == Stage.RESTING && changes == clocks.changes();
  }

  /** Does what is next, for so many rows at most. */
  void step(HeardPairs clocks, int rows) {
    switch (stage) {
      case RESTING -> {
        if (changes != clocks.changes()) {
          changes = clocks.changes();
          begin(clocks);
        }
      }
      case LAID -> {
        slot = items.age(slot, rows);
        if (slot == VersionItems.NONE) {
          stage = Stage.ROWS;
        }
      }
      case ROWS -> {
        if (model.age(rows)) {
          stage = Stage.RESTING;
        }
      }
    }
  }

  private void begin(HeardPairs clocks) {
    if (model.advance(clocks)) {
      slot = 0;
      stage = Stage.LAID;
    }
  }
}
