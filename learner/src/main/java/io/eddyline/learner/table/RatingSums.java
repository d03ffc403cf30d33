package io.eddyline.learner.table;

import java.util.Arrays;

/**
 * How many ratings the user of a row has given, and their sum.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class RatingSums {
  private long[] counts = new long[0];
  private double[] sums = new double[0];

  public long count(int row) {
    return row < counts.length ? counts[row] : 0;
  }

  public double sum(int row) {
    return row < sums.length ? sums[row] : 0;
  }

  public void add(int row, double rating) {
    restore(row, count(row) + 1, sum(row) + rating);
  }

  public void restore(int row, long count, double sum) {
    if (row >= counts.length) {
      if (count == 0) {
        return;
      }
      int capacity = Math.max(64, Math.max(row + 1, 2 * counts.length));
      counts = Arrays.copyOf(counts, capacity);
      sums = Arrays.copyOf(sums, capacity);
    }
    counts[row] = count;
    sums[row] = sum;
  }

  /** A new user has the row. */
  void clear(int row) {
    restore(row, 0, 0);
  }
}
