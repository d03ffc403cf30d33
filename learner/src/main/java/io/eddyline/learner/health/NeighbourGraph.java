package io.eddyline.learner.health;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * The k nearest neighbours of every one of n unit vectors, by cosine; of equally near ones the
 * earlier row.
 *
 * <p>Cost: n^2 inner products.
 *
 * <p>Threading: immutable.
 */
final class NeighbourGraph {
  private final int count;
  private final int degree;
  private final int[] neighbours;

  private NeighbourGraph(int count, int degree, int[] neighbours) {
    this.count = count;
    this.degree = degree;
    this.neighbours = neighbours;
  }

  /**
   * The graph of {@code count x dimension} float32, row-major, unit length.
   *
   * @param degree k, below {@code count}
   */
  static NeighbourGraph of(float[] rows, int count, int dimension, int degree) {
    if (degree < 1 || degree >= count) {
      throw new IllegalArgumentException(
          "%d neighbours of %d rows: expected 1 to %d".formatted(degree, count, count - 1));
    }
    int[] neighbours = new int[count * degree];
    float[] similarities = new float[count];
    for (int row = 0; row < count; row++) {
      VectorKernels.dotBlock(rows, row * dimension, rows, count, dimension, similarities, 0);
      nearest(similarities, row, neighbours, row * degree, degree);
    }
    return new NeighbourGraph(count, degree, neighbours);
  }

  /* Keeps neighbours[at, at + found) sorted, the most similar first. */
  private static void nearest(
      float[] similarities, int self, int[] neighbours, int at, int degree) {
    int found = 0;
    for (int other = 0; other < similarities.length; other++) {
      if (other == self) {
        continue;
      }
      int place = found;
      while (place > 0 && similarities[other] > similarities[neighbours[at + place - 1]]) {
        place--;
      }
      if (place < degree) {
        int end = Math.min(found, degree - 1);
        System.arraycopy(neighbours, at + place, neighbours, at + place + 1, end - place);
        neighbours[at + place] = other;
        found = Math.min(found + 1, degree);
      }
    }
  }

  /** n. */
  int count() {
    return count;
  }

  /** k. */
  int degree() {
    return degree;
  }

  /** The {@code k}-th nearest neighbour of a row, k from 0. */
  int neighbour(int row, int k) {
    return neighbours[row * degree + k];
  }

  /** Whether {@code to} is among the neighbours of {@code from}. */
  boolean isNeighbour(int from, int to) {
    for (int k = 0; k < degree; k++) {
      if (neighbour(from, k) == to) {
        return true;
      }
    }
    return false;
  }
}
