package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.Ranking;

/**
 * Sums of what the ranks of many events are worth.
 *
 * <p>Threading: one thread.
 */
final class QualitySum {
  private long count;
  private double ndcg;
  private double recall;
  private double reciprocalRank;

  /**
   * Adds an evaluated event.
   *
   * @param rank from 0; infinite for a miss
   */
  void add(double rank) {
    count++;
    ndcg += Ranking.ndcg(rank);
    recall += Ranking.recall(rank);
    reciprocalRank += Ranking.reciprocalRank(rank);
  }

  long count() {
    return count;
  }

  /** The means; zeros if there was no event. */
  Quality mean() {
    double divisor = Math.max(1, count);
    return new Quality(ndcg / divisor, recall / divisor, reciprocalRank / divisor);
  }
}
