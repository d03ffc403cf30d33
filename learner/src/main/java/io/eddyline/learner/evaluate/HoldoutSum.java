package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.Ranking;

/**
 * Sums over users of what the ranks of their held-out items are worth in a list of N.
 *
 * <pre>
 *   recall = hits / items
 *   NDCG   = sum over hits of 1 / log2(rank + 2)  /  sum over k < min(items, N) of 1 / log2(k + 2)
 * </pre>
 *
 * With one item a user these are HR@N and NDCG@N of the sequential recommenders' tables, with
 * several Recall@N and NDCG@N of the graph models' (He et al. 2020, "LightGCN").
 *
 * <p>Threading: one thread.
 */
final class HoldoutSum {
  private final int listLength;
  private long users;
  private double recall;
  private double ndcg;

  HoldoutSum(int listLength) {
    this.listLength = listLength;
  }

  /**
   * Adds a user.
   *
   * @param ranks from 0, infinite for a miss; one at least
   */
  void add(double[] ranks) {
    int hits = 0;
    double gain = 0;
    double best = 0;
    for (int k = 0; k < ranks.length; k++) {
      hits += ranks[k] < listLength ? 1 : 0;
      gain += Ranking.gain(ranks[k], listLength);
      best += Ranking.gain(k, listLength);
    }
    users++;
    recall += (double) hits / ranks.length;
    ndcg += gain / best;
  }

  /** Mean share of a user's items that are on the list; 0 without users. */
  double recall() {
    return recall / Math.max(1, users);
  }

  double ndcg() {
    return ndcg / Math.max(1, users);
  }
}
