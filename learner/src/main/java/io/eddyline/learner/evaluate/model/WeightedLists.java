package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/**
 * A sparse matrix by rows that grows at their ends.
 *
 * <p>Threading: one thread.
 */
final class WeightedLists {
  private static final int FIRST_CAPACITY = 8;

  private final int[][] columns;
  private final float[][] weights;
  private final int[] sizes;

  WeightedLists(int rowCount) {
    this.columns = new int[rowCount][];
    this.weights = new float[rowCount][];
    this.sizes = new int[rowCount];
    Arrays.fill(columns, new int[0]);
    Arrays.fill(weights, new float[0]);
  }

  void add(int row, int column, float weight) {
    if (sizes[row] == columns[row].length) {
      int capacity = Math.max(FIRST_CAPACITY, 2 * sizes[row]);
      columns[row] = Arrays.copyOf(columns[row], capacity);
      weights[row] = Arrays.copyOf(weights[row], capacity);
    }
    columns[row][sizes[row]] = column;
    weights[row][sizes[row]++] = weight;
  }

  int size(int row) {
    return sizes[row];
  }

  /** The columns of a row, oldest first; longer than {@link #size}. */
  int[] columns(int row) {
    return columns[row];
  }

  /** Their weights; longer than {@link #size}. */
  float[] weights(int row) {
    return weights[row];
  }
}
