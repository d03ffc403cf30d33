package io.eddyline.serving.overlay;

import io.eddyline.schemas.snapshot.Manifest;

/**
 * Up to where a version holds the rows of each partition. One without a mark has nothing in it.
 *
 * <p>Threading: immutable.
 */
record SnapshotMarks(Manifest.Offsets offsets) {
  static SnapshotMarks of(Manifest manifest) {
    return new SnapshotMarks(manifest.offsets());
  }

  /** Whether the version has a row, or a newer one, or the row was never committed. */
  boolean hold(Side side, RowOrigin origin) {
    var marks = side == Side.USER ? offsets.userMarks() : offsets.itemMarks();
    Manifest.Mark mark = marks.get(origin.partition());
    return mark != null && mark.holds(origin.version().epoch(), origin.appliedInput());
  }
}
