package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.Ranking;

/**
 * One user's scores of all candidates beside their priors.
 *
 * <p>Threading: one thread.
 */
final class CandidateScores {
  private final float[] scores;
  private final float[] priors;
  private final int count;

  /**
   * @param scores negative infinity for an item that the user has
   * @param count candidates, from index 0
   */
  CandidateScores(float[] scores, float[] priors, int count) {
    this.scores = scores;
    this.priors = priors;
    this.count = count;
  }

  /** The rank of an item from 0; infinite, a miss, if its score is not finite. */
  double rank(int target, float priorWeight) {
    return Ranking.rank(scores, priors, priorWeight, target, count);
  }
}
