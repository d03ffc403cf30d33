package io.eddyline.serving.overlay;

import io.eddyline.schemas.error.FormatException;
import org.jspecify.annotations.Nullable;

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
 * @param neighbours null if this row does not say them
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
    long popularityClock,
    @Nullable RowNeighbours neighbours) {
  public OverlayItem {
    if (momentum.length != vector.length || context.length != vector.length) {
      throw new FormatException(
          "vector, momentum and context of %s have %d, %d and %d floats, expected as many"
              .formatted(itemId, vector.length, momentum.length, context.length));
    }
  }

  /** A row that does not say its neighbours. */
  public OverlayItem(
      String itemId,
      RowOrigin origin,
      float[] vector,
      float[] momentum,
      float[] context,
      double popularity,
      double trend,
      long popularityClock) {
    this(itemId, origin, vector, momentum, context, popularity, trend, popularityClock, null);
  }

  /** The same, as of another input. */
  public OverlayItem upTo(long input) {
    return new OverlayItem(
        itemId,
        origin.upTo(input),
        vector,
        momentum,
        context,
        popularity,
        trend,
        popularityClock,
        neighbours);
  }

  /** The same, saying nothing of its neighbours. */
  OverlayItem withoutNeighbours() {
    return neighbours == null ? this : with(null);
  }

  /** The same with these neighbours. */
  OverlayItem with(@Nullable RowNeighbours others) {
    return new OverlayItem(
        itemId, origin, vector, momentum, context, popularity, trend, popularityClock, others);
  }

  /**
   * This row behind an older one: it has the neighbours of that one if it says none. Only within an
   * epoch, since the older one may never have been committed.
   */
  OverlayItem after(@Nullable OverlayItem older) {
    RowNeighbours known = older == null ? null : older.neighbours;
    return neighbours == null && known != null && known.version().epoch() == version().epoch()
        ? with(known)
        : this;
  }

  /**
   * Whether another row of the item that is no newer knows its neighbours as of later than this
   * one; as {@link #after}, only within an epoch.
   */
  boolean isBehindInNeighbours(OverlayItem other) {
    RowNeighbours theirs = other.neighbours;
    return theirs != null
        && theirs.version().epoch() == version().epoch()
        && (neighbours == null || theirs.version().isNewerThan(neighbours.version()));
  }

  private RowVersion version() {
    return origin.version();
  }

  /** The same, as popular as it was when no pair was counted since. */
  OverlayItem asPopular(double popularityThen, double trendThen) {
    return new OverlayItem(
        itemId,
        origin,
        vector,
        momentum,
        context,
        popularityThen,
        trendThen,
        popularityClock,
        neighbours);
  }
}
