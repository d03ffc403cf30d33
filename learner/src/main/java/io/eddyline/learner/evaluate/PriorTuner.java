package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.Ranking;

/**
 * Chooses the weight of the popularity prior by the stream itself: of every 20th rankable event it
 * takes the NDCG@10 under each candidate weight into a decaying sum; the best sum is the choice.
 *
 * <p>Threading: one thread.
 */
final class PriorTuner {
  private static final float[] CANDIDATES = {0.25f, 0.5f, 1, 1.5f, 2, 3};
  private static final int DEFAULT = 2;
  private static final int SAMPLE_EVERY = 20;
  private static final double DECAY = 0.9993;
  /* Evidence below this is none, and a later candidate must be better by this share. */
  private static final double LEAST_EVIDENCE = 1e-9;
  private static final double MARGIN = 1.000001;

  private final double[] sums = new double[CANDIDATES.length];
  private int rankable;

  /** Candidate weights. */
  static int candidateCount() {
    return CANDIDATES.length;
  }

  /** The {@code k}-th candidate weight. */
  static float candidate(int k) {
    return CANDIDATES[k];
  }

  /** Counts a rankable event: one of a user with a history and of a known item. */
  boolean sampleNext() {
    rankable = (rankable + 1) % SAMPLE_EVERY;
    return rankable == 0;
  }

  /**
   * Takes a sampled event.
   *
   * @param ranks from 0, under each candidate in order
   */
  void observe(double[] ranks) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] = DECAY * sums[k] + Ranking.ndcg(ranks[k]);
    }
  }

  /** Index of the best candidate; that of weight 1 as long as there is no evidence. */
  int choice() {
    int best = DEFAULT;
    double bestSum = LEAST_EVIDENCE;
    for (int k = 0; k < sums.length; k++) {
      if (sums[k] > bestSum * MARGIN) {
        best = k;
        bestSum = sums[k];
      }
    }
    return best;
  }

  /** The chosen weight. */
  float weight() {
    return CANDIDATES[choice()];
  }
}
