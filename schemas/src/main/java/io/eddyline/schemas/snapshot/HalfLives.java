package io.eddyline.schemas.snapshot;

/**
 * How popularity and trend decay, shared by learner and serving so that both let the same be left:
 *
 * <pre>
 *   popularity_i, n live pairs of the item's partition later = popularity_i 2^(-n P / popularity)
 *   trend_i, n live pairs of the item's partition later      = trend_i 2^(-n P / trend)
 * </pre>
 *
 * <p>Partitions share a stream evenly, so n live pairs of one are n P events of the whole stream.
 *
 * <p>Threading: immutable.
 *
 * @param popularity events of the whole stream after which popularity has halved
 * @param trend the same of the trend
 * @param itemPartitions P, partitions of the item side
 */
public record HalfLives(double popularity, double trend, int itemPartitions) {
  public HalfLives {
    if (!isPositive(popularity) || !isPositive(trend) || itemPartitions < 1) {
      throw new IllegalArgumentException(
          "half-lives of %s and %s events in %d item partitions: expected finite ones above 0"
              .formatted(popularity, trend, itemPartitions));
    }
  }

  private static boolean isPositive(double events) {
    return events > 0 && events < Double.POSITIVE_INFINITY;
  }

  /** What popularity loses a live pair of its partition: the share left after n is e^(-n rate). */
  public double popularityRate() {
    return Math.log(2) * itemPartitions / popularity;
  }

  /** As {@link #popularityRate}, of the trend. */
  public double trendRate() {
    return Math.log(2) * itemPartitions / trend;
  }

  /**
   * The share of a popularity that is left.
   *
   * @param pairs live pairs of its partition since; all is left for none or fewer
   */
  public double popularityLeft(long pairs) {
    return Math.exp(-popularityRate() * Math.max(0, pairs));
  }

  /** As {@link #popularityLeft}, of a trend. */
  public double trendLeft(long pairs) {
    return Math.exp(-trendRate() * Math.max(0, pairs));
  }
}
