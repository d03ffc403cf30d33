package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;

/**
 * A version that rows are laid over: what it holds of them, and what it does not.
 *
 * <p>Threading: the overlay's writer; {@link #items}'s view and {@link #marks} from any thread.
 */
record FollowedVersion(SnapshotMarks marks, VersionItems items) {
  static FollowedVersion of(LoadedModel model) {
    return new FollowedVersion(SnapshotMarks.of(model.manifest()), new VersionItems(model));
  }

  /** Lays what the version does not hold; a row of another dimension does not fit. */
  void lay(String id, ItemState state) {
    OverlayItem row = state.row();
    if (marks.hold(Side.ITEM, state.origin())) {
      return;
    }
    if (row == null) {
      items.layRemoval(id);
    } else if (row.vector().length == items.dimension()) {
      OverlayItem comparable = items.comparable(row);
      items.lay(marks.arePast(row) ? items.asPopularAsOwn(comparable) : comparable);
    }
  }
}
