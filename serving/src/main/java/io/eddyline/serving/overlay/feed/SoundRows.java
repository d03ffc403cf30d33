package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;

/**
 * Refuses rows with numbers that no answer can be made of, before they are near any.
 *
 * <p>Threading: stateless.
 */
final class SoundRows {
  private SoundRows() {}

  /**
   * The row as it is.
   *
   * @throws FormatException if a number is not finite
   */
  static OverlayUser sound(OverlayUser row) {
    requireFinite(row.userId(), row.vector());
    return row;
  }

  /** As {@link #sound(OverlayUser)}; popularity, trend and visits are not below 0 either. */
  static OverlayItem sound(OverlayItem row) {
    requireFinite(row.itemId(), row.vector());
    requireFinite(row.itemId(), row.momentum());
    requireFinite(row.itemId(), row.context());
    requireCount(row.itemId(), row.popularity());
    requireCount(row.itemId(), row.trend());
    RowNeighbours neighbours = row.neighbours();
    for (int k = 0; neighbours != null && k < neighbours.counts().length; k++) {
      requireCount(row.itemId(), neighbours.counts()[k]);
    }
    return row;
  }

  private static void requireFinite(String id, float[] vector) {
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new FormatException(
            "row of \"%s\" with %s: expected finite numbers".formatted(id, value));
      }
    }
  }

  private static void requireCount(String id, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new FormatException(
          "row of \"%s\" with popularity, trend or visits %s: expected 0 or more"
              .formatted(id, value));
    }
  }
}
