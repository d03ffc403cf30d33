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

  /**
   * Whether an item had its last live pair before the version was made: then the version's
   * popularity is the same one, decayed for longer.
   */
  boolean arePast(OverlayItem row) {
    Manifest.Mark mark = offsets.itemMarks().get(row.origin().partition());
    return mark != null && row.popularityClock() <= mark.livePairs();
  }

  /** Whether the version has a row, or a newer one, or the row was never committed. */
  boolean hold(Side side, RowOrigin origin) {
    var marks = side == Side.USER ? offsets.userMarks() : offsets.itemMarks();
    Manifest.Mark mark = marks.get(origin.partition());
    return mark != null && mark.holds(origin.version().epoch(), origin.appliedInput());
  }
}
