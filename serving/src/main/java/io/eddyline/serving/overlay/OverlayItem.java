package io.eddyline.serving.overlay;

import io.eddyline.schemas.error.FormatException;

/**
 * An item's row.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 *
 * @param vector e, dimension floats of any length
 * @param momentum m, the slowly moving copy of e
 * @param context c, what the item adds to its key as a part of a history
 * @param popularity in events, decayed up to its last live pair
 * @param trend the same with the short half-life
 * @param popularityClock live pairs of the partition with that pair
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
public record OverlayItem(
    String itemId,
    RowOrigin origin,
    float[] vector,
    float[] momentum,
    float[] context,
    double popularity,
    double trend,
    long popularityClock) {
  public OverlayItem {
    if (momentum.length != vector.length || context.length != vector.length) {
      throw new FormatException(
          "vector, momentum and context of %s have %d, %d and %d floats, expected as many"
              .formatted(itemId, vector.length, momentum.length, context.length));
    }
  }

  /** The same, as of another input. */
  public OverlayItem upTo(long input) {
    return new OverlayItem(
        itemId, origin.upTo(input), vector, momentum, context, popularity, trend, popularityClock);
  }

  /** The same, as popular as it was when no pair was counted since. */
  OverlayItem asPopular(double popularityThen, double trendThen) {
    return new OverlayItem(
        itemId, origin, vector, momentum, context, popularityThen, trendThen, popularityClock);
  }
}
