package io.eddyline.learner.health;

import java.util.Map;
import java.util.TreeMap;

/**
 * The health of a version's rows, as its manifest tells it.
 *
 * @param itemEffectiveRank dimensions that the candidate vectors use, see {@link EffectiveRank}
 * @param userEffectiveRank dimensions that the users' own vectors use
 * @param items lengths of {@code e_i}
 * @param contexts lengths of {@code c_i}
 * @param users lengths of {@code e_u}
 * @param lostHits against the version before
 */
public record HealthReading(
    double itemEffectiveRank,
    double userEffectiveRank,
    NormReading items,
    NormReading contexts,
    NormReading users,
    LostHits lostHits) {
  private static final String ITEM = "item";
  private static final String CONTEXT = "context";
  private static final String USER = "user";
  private static final String RANK = "_effective_rank";

  /** Of a version without rows. */
  public static final HealthReading NONE =
      new HealthReading(0, 0, NormReading.NONE, NormReading.NONE, NormReading.NONE, LostHits.NONE);

  /** The values by name, those that are finite. */
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(ITEM + RANK, itemEffectiveRank);
    metrics.put(USER + RANK, userEffectiveRank);
    items.describe(ITEM, metrics);
    contexts.describe(CONTEXT, metrics);
    users.describe(USER, metrics);
    lostHits.describe(metrics);
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  /** The reading that a manifest tells, as far as it does. */
  public static HealthReading of(Map<String, Double> metrics) {
    return new HealthReading(
        metrics.getOrDefault(ITEM + RANK, 0.0),
        metrics.getOrDefault(USER + RANK, 0.0),
        NormReading.read(ITEM, metrics),
        NormReading.read(CONTEXT, metrics),
        NormReading.read(USER, metrics),
        LostHits.read(metrics));
  }
}
