package io.eddyline.learner.health;

import java.util.Arrays;

/**
 * Mean and quantiles of the lengths of a sample of rows.
 *
 * @param mean of the lengths
 * @param p05 length that a twentieth of the rows stay below
 * @param p50 median
 * @param p95 length that a twentieth of the rows exceed
 */
public record NormSummary(double mean, double p05, double p50, double p95) {
  /** Of no rows. */
  public static final NormSummary NONE = new NormSummary(0, 0, 0, 0);

  /** Summarises lengths; those that are not finite are left out. */
  public static NormSummary of(double[] norms) {
    double[] sorted = Arrays.stream(norms).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return NONE;
    }
    double sum = 0;
    for (double norm : sorted) {
      sum += norm;
    }
    return new NormSummary(
        sum / sorted.length, quantile(sorted, 0.05), quantile(sorted, 0.5), quantile(sorted, 0.95));
  }

  /**
   * How far the lengths have moved since another reading: the largest change of the mean and the
   * quantiles, as a share of that reading's mean.
   *
   * @return 0 if that reading had no length
   */
  public double driftFrom(NormSummary last) {
    if (!(last.mean > 0)) {
      return 0;
    }
    double largest =
        Math.max(
            Math.max(Math.abs(mean - last.mean), Math.abs(p50 - last.p50)),
            Math.max(Math.abs(p05 - last.p05), Math.abs(p95 - last.p95)));
    return largest / last.mean;
  }

  /* Between the two nearest order statistics, linearly. */
  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
