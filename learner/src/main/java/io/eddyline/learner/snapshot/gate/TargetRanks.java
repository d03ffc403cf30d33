package io.eddyline.learner.snapshot.gate;

import java.util.Arrays;

/**
 * At which place of a list of {@value #LIST_LENGTH} each target stood.
 *
 * <p>Threading: immutable.
 */
final class TargetRanks {
  /** Items of a list. */
  static final int LIST_LENGTH = 10;

  /** The place of a target that is not in the list. */
  static final int NONE = 0;

  private final int[] ranks;

  /**
   * @param ranks 1 for the first of the list, {@link #NONE} if it is not there; kept
   */
  TargetRanks(int[] ranks) {
    this.ranks = ranks;
  }

  int size() {
    return ranks.length;
  }

  /** The first {@code count} of them. */
  TargetRanks first(int count) {
    return count == ranks.length ? this : new TargetRanks(Arrays.copyOf(ranks, count));
  }

  boolean isHit(int index) {
    return ranks[index] != NONE;
  }

  /** Recall@10 of each list: 1 for a hit, otherwise 0. */
  double[] recalls() {
    return Arrays.stream(ranks).mapToDouble(rank -> rank == NONE ? 0 : 1).toArray();
  }

  /** NDCG@10 of each list with its one target: {@code 1 / log2(1 + rank)} for a hit. */
  double[] ndcgs() {
    return Arrays.stream(ranks)
        .mapToDouble(rank -> rank == NONE ? 0 : Math.log(2) / Math.log(1 + rank))
        .toArray();
  }
}
