package io.eddyline.learner.table;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.schemas.snapshot.HalfLives;

/**
 * Exponential decay of the two counts of an item's live pairs: its popularity, which forgets
 * slowly, and its trend, which forgets fast. Both are counted in live pairs of one partition.
 *
 * <p>Partitions share a stream evenly, so a half-life of the whole stream is that of a partition
 * times their number.
 *
 * <p>Threading: immutable.
 */
public final class PopularityDecay {
  private final HalfLives halfLives;
  private final double popularityRate;
  private final double trendRate;

  /**
   * @param popularityHalfLife events of the whole stream after which popularity has halved
   * @param trendHalfLife the same of the trend
   * @param partitions of the item side
   */
  public PopularityDecay(double popularityHalfLife, double trendHalfLife, int partitions) {
    this.halfLives = new HalfLives(popularityHalfLife, trendHalfLife, partitions);
    this.popularityRate = halfLives.popularityRate();
    this.trendRate = halfLives.trendRate();
  }

  /** The same for those who let versions decay further. */
  public HalfLives halfLives() {
    return halfLives;
  }

  /** What is left of {@code popularity} after {@code pairs} live pairs of its partition. */
  public double popularity(double popularity, long pairs) {
    return popularity * Math.exp(-popularityRate * Math.max(0, pairs));
  }

  /** What is left of {@code trend} after {@code pairs} live pairs of its partition. */
  public double trend(double trend, long pairs) {
    return trend * Math.exp(-trendRate * Math.max(0, pairs));
  }

  /**
   * {@code left_k} is what is left of {@code popularities_k} after {@code pairs_k}, for k in [0,
   * count), in float32.
   *
   * @param pairs at least 0
   */
  void popularities(double[] popularities, float[] pairs, int count, float[] left) {
    decay(popularities, popularityRate, pairs, count, left);
  }

  /** As {@link #popularities}, of the trend. */
  void trends(double[] trends, float[] pairs, int count, float[] left) {
    decay(trends, trendRate, pairs, count, left);
  }

  private static void decay(double[] counts, double rate, float[] pairs, int count, float[] left) {
    VectorKernels.scaleInto((float) -rate, pairs, 0, left, 0, count);
    VectorKernels.expInPlace(left, 0, count);
    for (int k = 0; k < count; k++) {
      left[k] = (float) counts[k] * left[k];
    }
  }
}
