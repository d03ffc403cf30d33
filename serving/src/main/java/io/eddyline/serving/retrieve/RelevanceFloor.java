package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.Calibration;
import io.eddyline.serving.model.Ranking;
import java.util.Arrays;
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
  Ranking keep(Ranking ranking) {
    Calibration known = calibration;
    if (minRelevance == 0 || known == null) {
      return ranking;
    }
    int[] rows = new int[ranking.size()];
    float[] scores = new float[ranking.size()];
    int count = 0;
    for (int rank = 0; rank < ranking.size(); rank++) {
      if (relevance(known, ranking, rank) >= minRelevance) {
        rows[count] = ranking.row(rank);
        scores[count++] = ranking.score(rank);
      }
    }
    return new Ranking(Arrays.copyOf(rows, count), Arrays.copyOf(scores, count));
  }

  /** Relevance at a rank; null if it was not asked for or is not known. */
  @Nullable Double relevance(Ranking ranking, int rank) {
    return minRelevance == 0 || calibration == null
        ? null
        : Double.valueOf(relevance(calibration, ranking, rank));
  }

  private double relevance(Calibration known, Ranking ranking, int rank) {
    return known.relevance(ranking.score(rank) - boosts.of(ranking.row(rank)));
  }
}
