package io.eddyline.learner.train;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.Neighbourhood;
import java.util.Arrays;

/**
 * The sum of affinities between a history and each item, the sparse term of the score.
 *
 * <pre>
 *   sum_i = sum_a historyDecay^a sqrt(C_ji) f_j f_i      j = j_a,  C_ji = C[j][i] + C[i][j]
 *   f_i   = (popularity_i + 20)^(-1/4)
 * </pre>
 *
 * <p>A snapshot serves each item's strongest affinities only; here they all count.
 *
 * <p>Threading: one thread, the owner's.
 */
final class Affinities {
  private final ItemReplica replica;
  private final double historyDecay;
  private int[] others = new int[256];
  private float[] counts = new float[256];
  private float[] pair = new float[0];
  private float[] sums = new float[0];
  private int[] touchedByOne = new int[64];
  private int[] touched = new int[64];
  private int size;

  Affinities(ItemReplica replica, double historyDecay) {
    this.replica = replica;
    this.historyDecay = historyDecay;
  }

  /**
   * Takes over a history.
   *
   * @param history items, newest first, from index 0
   * @param candidates items that can be touched, [0, candidates)
   */
  void gather(int[] history, int historySize, int candidates) {
    for (int k = 0; k < size; k++) {
      sums[touched[k]] = 0;
    }
    size = 0;
    if (replica.neighbourhood().length() == 0) {
      return;
    }
    if (sums.length < candidates) {
      sums = Arrays.copyOf(sums, candidates + candidates / 4);
      pair = Arrays.copyOf(pair, sums.length);
    }
    double coefficient = 1;
    for (int age = 0; age < historySize; age++) {
      gather(history[age], (float) coefficient, candidates);
      coefficient *= historyDecay;
    }
  }

  private void gather(int item, float coefficient, int candidates) {
    Neighbourhood neighbourhood = replica.neighbourhood();
    int most = neighbourhood.most(item);
    if (others.length < most) {
      others = new int[2 * most];
      counts = new float[2 * most];
    }
    int count = neighbourhood.read(item, others, counts);
    int reached = addUp(count, candidates);
    float factor = coefficient * replica.affinityFactor(item);
    touched = room(touched, size + reached);
    for (int k = 0; k < reached; k++) {
      int other = touchedByOne[k];
      if (sums[other] == 0) {
        touched[size++] = other;
      }
      sums[other] += factor * replica.affinityFactor(other) * (float) Math.sqrt(pair[other]);
      pair[other] = 0;
    }
  }

  /* C_ji of all i, in pair; returns how many. */
  private int addUp(int count, int candidates) {
    touchedByOne = room(touchedByOne, count);
    int reached = 0;
    for (int k = 0; k < count; k++) {
      int other = others[k];
      if (other < candidates && counts[k] > 0) {
        if (pair[other] == 0) {
          touchedByOne[reached++] = other;
        }
        pair[other] += counts[k];
      }
    }
    return reached;
  }

  private static int[] room(int[] array, int needed) {
    return needed <= array.length ? array : Arrays.copyOf(array, 2 * needed);
  }

  /** {@code target_i += weight * sum_i}. */
  void addTo(float weight, float[] target) {
    for (int k = 0; weight != 0 && k < size; k++) {
      target[touched[k]] += weight * sums[touched[k]];
    }
  }
}
