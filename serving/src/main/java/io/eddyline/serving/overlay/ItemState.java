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
  /**
   * With a row.
   *
   * @param held what was there, null if nothing was
   * @return null if neither the row nor what it says of neighbours is newer than that
   */
  static @Nullable ItemState with(OverlayItem row, @Nullable ItemState held) {
    if (held == null) {
      return new ItemState(row.origin(), row, null);
    }
    return row.origin().version().isNewerThan(held.version())
        ? new ItemState(row.origin(), row.after(held.row), held.removal)
        : held.completedBy(row);
  }

  /**
   * With a removal. If it comes late, behind a newer row, nothing holds that was said before it.
   *
   * @param held what was there, null if nothing was
   * @return null if it is no news
   */
  static @Nullable ItemState without(RowOrigin removal, @Nullable ItemState held) {
    return held != null && held.version().isNewerThan(removal.version())
        ? held.afterRemoval(removal.version())
        : new ItemState(removal, null, removal.version());
  }

  private RowVersion version() {
    return origin.version();
  }

  private @Nullable ItemState completedBy(OverlayItem other) {
    RowNeighbours neighbours = other.neighbours();
    return row == null
            || neighbours == null
            || !row.isBehindInNeighbours(other)
            || isOfBeforeRemoval(other.origin().version())
        ? null
        : new ItemState(origin, row.with(neighbours), removal);
  }

  private boolean isOfBeforeRemoval(RowVersion version) {
    return removal != null && !version.isNewerThan(removal);
  }

  private @Nullable ItemState afterRemoval(RowVersion version) {
    if (row == null || isOfBeforeRemoval(version)) {
      return null;
    }
    RowNeighbours neighbours = row.neighbours();
    boolean areOfBefore = neighbours != null && !neighbours.version().isNewerThan(version);
    return new ItemState(origin, areOfBefore ? row.withoutNeighbours() : row, version);
  }
}
