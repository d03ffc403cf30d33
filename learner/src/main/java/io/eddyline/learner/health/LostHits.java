package io.eddyline.learner.health;

import java.util.Map;

/**
 * What a version has lost of its predecessor's hits: the negative flips of Yan et al. 2021
 * ("Positive-congruent training: towards regression-free model updates"), counted on lists of ten.
 *
 * <pre>
 *   share = lost / previousHits      previousHits: sampled interactions that the predecessor ranked
 *                                    in its first ten; lost: those of them that this version does not
 * </pre>
 *
 * <p>Deviates from the paper, which divides by all samples: a share of the hits does not depend on
 * how many there are.
 *
 * @param sampled recent interactions that this version ranked
 * @param hits those in its first ten
 * @param previousHits the predecessor's hits that were ranked again
 * @param lost those of them that are no hits any more
 */
public record LostHits(int sampled, int hits, int previousHits, int lost) {
  /** Of a version without users or without a predecessor. */
  public static final LostHits NONE = new LostHits(0, 0, 0, 0);

  /** The share lost; 0 if there was nothing to lose. */
  public double share() {
    return previousHits == 0 ? 0 : (double) lost / previousHits;
  }

  void describe(Map<String, Double> metrics) {
    metrics.put("sampled_interactions", (double) sampled);
    metrics.put("sampled_hits", (double) hits);
    metrics.put("previous_hits", (double) previousHits);
    metrics.put("lost_hits", (double) lost);
    metrics.put("lost_hit_share", share());
  }

  static LostHits read(Map<String, Double> metrics) {
    return new LostHits(
        metrics.getOrDefault("sampled_interactions", 0.0).intValue(),
        metrics.getOrDefault("sampled_hits", 0.0).intValue(),
        metrics.getOrDefault("previous_hits", 0.0).intValue(),
        metrics.getOrDefault("lost_hits", 0.0).intValue());
  }
}
