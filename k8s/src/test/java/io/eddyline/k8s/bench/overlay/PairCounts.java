package io.eddyline.k8s.bench.overlay;

import io.eddyline.learner.table.ItemReplica;
import java.util.Arrays;

/** How often items were visited after each other, as of some moment. */
interface PairCounts {
  PairCounts NONE = (history, decay, sums, count) -> Arrays.fill(sums, 0, count, 0);

  /** Writes {@code sum_a decay^a affinity(j_a, i)} of items [0, count). */
  void sum(int[] history, double decay, float[] sums, int count);

  /** Those of now, whenever it is asked. */
  static PairCounts now(ItemReplica replica) {
    return (history, decay, sums, count) -> {
      Arrays.fill(sums, 0, count, 0);
      float[] pairs = new float[count];
      double coefficient = 1;
      for (int item : history) {
        int most = replica.neighbourhood().most(item);
        int[] others = new int[most];
        float[] counts = new float[most];
        int size = replica.neighbourhood().read(item, others, counts);
        add(
            others,
            counts,
            size,
            pairs,
            sums,
            (float) coefficient * replica.affinityFactor(item),
            replica::affinityFactor);
        coefficient *= decay;
      }
    };
  }

  /** A copy of those of now. */
  static PairCounts of(ItemReplica replica) {
    int size = replica.size();
    int[][] others = new int[size][];
    float[][] counts = new float[size][];
    float[] factors = new float[size];
    for (int item = 0; item < size; item++) {
      int most = replica.neighbourhood().most(item);
      others[item] = new int[most];
      counts[item] = new float[most];
      int read = replica.neighbourhood().read(item, others[item], counts[item]);
      others[item] = Arrays.copyOf(others[item], read);
      factors[item] = replica.affinityFactor(item);
    }
    return (history, decay, sums, count) -> {
      Arrays.fill(sums, 0, count, 0);
      float[] pairs = new float[count];
      double coefficient = 1;
      for (int item : history) {
        if (item < size) {
          add(
              others[item],
              counts[item],
              others[item].length,
              pairs,
              sums,
              (float) coefficient * factors[item],
              other -> factors[other]);
        }
        coefficient *= decay;
      }
    };
  }

  /** An item's factor of its affinities. */
  interface Factor {
    float of(int item);
  }

  private static void add(
      int[] others,
      float[] counts,
      int size,
      float[] pairs,
      float[] sums,
      float coefficient,
      Factor factor) {
    for (int k = 0; k < size; k++) {
      pairs[others[k]] += counts[k];
    }
    for (int k = 0; k < size; k++) {
      int other = others[k];
      if (pairs[other] > 0) {
        sums[other] += coefficient * factor.of(other) * (float) Math.sqrt(pairs[other]);
        pairs[other] = 0;
      }
    }
  }
}
