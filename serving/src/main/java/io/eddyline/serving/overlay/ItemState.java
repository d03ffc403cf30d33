package io.eddyline.serving.overlay;

import org.jspecify.annotations.Nullable;

/**
 * What the overlay has of an item.
 *
 * <p>Threading: immutable.
 *
 * @param origin of the row or of its removal
 * @param row null once it is removed
 * @param removal version of the last removal, null if none is known; what is no newer than it is of
 *     another life of the item
 */
record ItemState(RowOrigin origin, @Nullable OverlayItem row, @Nullable RowVersion removal) {
  /** A removal. */
  static ItemState removed(RowOrigin origin) {
    return new ItemState(origin, null, origin.version());
  }

  /** A row that is newer than what was there. */
  static ItemState of(OverlayItem row, @Nullable ItemState before) {
    return before == null
        ? new ItemState(row.origin(), row, null)
        : new ItemState(row.origin(), row.after(before.row), before.removal);
  }

  /** With the neighbours of a row that is no newer; null if they are not newer than these. */
  @Nullable ItemState completedBy(OverlayItem other) {
    RowNeighbours neighbours = other.neighbours();
    return row == null
            || neighbours == null
            || !row.isBehindInNeighbours(other)
            || (removal != null && !other.origin().version().isNewerThan(removal))
        ? null
        : new ItemState(origin, row.with(neighbours), removal);
  }
}
