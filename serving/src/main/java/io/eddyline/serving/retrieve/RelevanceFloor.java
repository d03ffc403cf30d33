package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.Calibration;
import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentRanking;
import org.jspecify.annotations.Nullable;

/**
 * Keeps items of a relevance, by the version's calibration of its own scores: boosts make no item
 * more relevant. A version without calibration keeps all.
 *
 * <p>Threading: immutable.
 */
final class RelevanceFloor {
  private final @Nullable Calibration calibration;
  private final double minRelevance;
  private final Boosts boosts;

  /**
   * @param minRelevance 0 for any
   */
  RelevanceFloor(@Nullable Calibration calibration, double minRelevance, Boosts boosts) {
    this.calibration = calibration;
    this.minRelevance = minRelevance;
    this.boosts = boosts;
  }

  /** Whether it was asked for and cannot be heeded. */
  boolean isIgnored() {
    return minRelevance > 0 && calibration == null;
  }

  /** Whether an item may be kept that ranks behind one that is not. */
  boolean isOutOfOrder() {
    return minRelevance > 0 && calibration != null && !boosts.isEmpty();
  }

  /** Those of a ranking that are relevant enough. */
  CurrentRanking keep(CurrentRanking ranking) {
    Calibration known = calibration;
    return minRelevance == 0 || known == null
        ? ranking
        : ranking.keep(scored -> relevance(known, scored) >= minRelevance);
  }

  /** Relevance of a scored item; null if it was not asked for or is not known. */
  @Nullable Double relevance(Scored scored) {
    return minRelevance == 0 || calibration == null
        ? null
        : Double.valueOf(relevance(calibration, scored));
  }

  private double relevance(Calibration known, Scored scored) {
    return known.relevance(scored.score() - boosts.of(scored.item()));
  }
}
