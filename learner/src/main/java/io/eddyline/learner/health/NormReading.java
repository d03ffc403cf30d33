package io.eddyline.learner.health;

import java.util.Map;

/**
 * Lengths of one kind of row, and how far they have moved since the last reading.
 *
 * @param drift see {@link NormSummary#driftFrom}; 0 without a last reading
 */
public record NormReading(NormSummary now, double drift) {
  /** Of no rows. */
  public static final NormReading NONE = new NormReading(NormSummary.NONE, 0);

  /** The reading after {@code last}. */
  public static NormReading after(NormReading last, NormSummary now) {
    return new NormReading(now, now.driftFrom(last.now));
  }

  void describe(String kind, Map<String, Double> metrics) {
    metrics.put(kind + "_norm_mean", now.mean());
    metrics.put(kind + "_norm_p05", now.p05());
    metrics.put(kind + "_norm_p50", now.p50());
    metrics.put(kind + "_norm_p95", now.p95());
    metrics.put(kind + "_norm_drift", drift);
  }

  static NormReading read(String kind, Map<String, Double> metrics) {
    NormSummary now =
        new NormSummary(
            metrics.getOrDefault(kind + "_norm_mean", 0.0),
            metrics.getOrDefault(kind + "_norm_p05", 0.0),
            metrics.getOrDefault(kind + "_norm_p50", 0.0),
            metrics.getOrDefault(kind + "_norm_p95", 0.0));
    return new NormReading(now, metrics.getOrDefault(kind + "_norm_drift", 0.0));
  }
}
