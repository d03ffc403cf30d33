package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
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

  /** Writes rows [0, rows), up to the last one with a rating. */
  void write(int rows, ColumnWriter out) {
    int rated = Math.min(rows, counts.length);
    while (rated > 0 && counts[rated - 1] == 0) {
      rated--;
    }
    out.putInt(rated);
    out.putLongs(counts, 0, rated);
    out.putDoubles(sums, 0, rated);
  }

  /** Takes what {@link #write} wrote. */
  void read(ColumnReader in) {
    int rated = in.getCount();
    counts = new long[rated];
    sums = new double[rated];
    in.getLongs(counts, 0, rated);
    in.getDoubles(sums, 0, rated);
  }

  /** A new user has the row. */
  void clear(int row) {
    restore(row, 0, 0);
  }
}
