package io.eddyline.serving.overlay;

import io.eddyline.schemas.snapshot.Manifest;
import java.util.Map;

/**
 * Up to where a version holds the rows of each partition.
 *
 * <p>Threading: immutable.
 *
 * @param users by partition of the user side; one that is missing has nothing in the version
 * @param items the same of the item side
 */
record SnapshotMarks(Map<Integer, Mark> users, Map<Integer, Mark> items) {
  /** Nothing is held. */
  static final SnapshotMarks NONE = new SnapshotMarks(Map.of(), Map.of());

  /**
   * The progress that the version's cut of a partition ends with.
   *
   * @param appliedInput offset of the task's input that the rows of the epoch go up to
   */
  record Mark(long epoch, long appliedInput) {}

  static SnapshotMarks of(Manifest manifest) {
    return NONE;
  }

  /**
   * Whether the version has a row, or a newer one. Rows of older epochs were committed before the
   * mark, and are in the version, or never were.
   */
  boolean hold(Side side, RowOrigin origin) {
    Mark mark = (side == Side.USER ? users : items).get(origin.partition());
    if (mark == null) {
      return false;
    }
    long epoch = origin.version().epoch();
    return epoch < mark.epoch()
        || (epoch == mark.epoch() && origin.appliedInput() <= mark.appliedInput());
  }
}
