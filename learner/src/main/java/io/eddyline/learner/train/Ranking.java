package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * The rank of one item among scored candidates, and what a rank is worth at a list length of 10.
 */
public final class Ranking {
  /** Items of the list that is judged. */
  public static final int LIST_LENGTH = 10;

  private Ranking() {}

  /**
   * The rank from 0 of a target under {@code scores + weight * priors}: candidates above it, plus
   * half of the others that tie with it. A candidate whose score or prior is negative infinity or
   * not a number does not count; such a target is behind all, at infinity.
   *
   * @param count candidates, from index 0
   */
  public static double rank(float[] scores, float[] priors, float weight, int target, int count) {
    float threshold = scores[target] + weight * priors[target];
    if (!Float.isFinite(threshold)) {
      return Double.POSITIVE_INFINITY;
    }
    int greater = VectorKernels.countGreater(scores, priors, weight, threshold, count);
    int equal = VectorKernels.countEqual(scores, priors, weight, threshold, count);
    return greater + Math.max(0, equal - 1) / 2.0;
  }

  /** 1 if the rank is on the list. */
  public static double recall(double rank) {
    return rank < LIST_LENGTH ? 1 : 0;
  }

  /** {@code 1 / log2(rank + 2)} on the list, else 0. */
  public static double ndcg(double rank) {
    return gain(rank, LIST_LENGTH);
  }

  /** As {@link #ndcg} on a list of another length. */
  public static double gain(double rank, int listLength) {
    return rank < listLength ? Math.log(2) / Math.log(rank + 2) : 0;
  }

  /** {@code 1 / (rank + 1)} on the list, else 0. */
  public static double reciprocalRank(double rank) {
    return rank < LIST_LENGTH ? 1 / (rank + 1) : 0;
  }
}
