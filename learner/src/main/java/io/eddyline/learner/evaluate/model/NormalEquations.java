package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * A symmetric positive definite system, built up from weighted vectors and solved by Cholesky
 * decomposition.
 *
 * <pre>
 *   A = s G + l I + sum_k w_k v_k v_k'       dimension x dimension, row-major
 *   b = sum_k w_k v_k
 *   A x = b
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class NormalEquations {
  /* Vectors that are taken together, so that a row of A is written once for all of them. */
  private static final int BLOCK = 256;
  private static final float LEAST_PIVOT = 1e-9f;

  private final int dimension;
  private final float[] a;
  private final float[] b;
  private final float[] factors = new float[BLOCK];
  private final int[] rows = new int[BLOCK];

  NormalEquations(int dimension) {
    this.dimension = dimension;
    this.a = new float[dimension * dimension];
    this.b = new float[dimension];
  }

  /** Starts from {@code scale * gram + ridge * I} and an empty right side. */
  void start(float[] gram, float scale, float ridge) {
    VectorKernels.scaleInto(scale, gram, 0, a, 0, a.length);
    for (int k = 0; k < dimension; k++) {
      a[k * dimension + k] += ridge;
    }
    Arrays.fill(b, 0);
  }

  /**
   * Adds vectors to both sides.
   *
   * @param vectors rows of {@link #dimension} floats
   * @param slots which of them
   * @param weights one each
   */
  void add(float[] vectors, int[] slots, float[] weights, int count) {
    for (int from = 0; from < count; from += BLOCK) {
      int size = Math.min(BLOCK, count - from);
      System.arraycopy(slots, from, rows, 0, size);
      for (int r = 0; r < dimension; r++) {
        for (int k = 0; k < size; k++) {
          factors[k] = weights[from + k] * vectors[rows[k] * dimension + r];
        }
        VectorKernels.addScaledRows(factors, vectors, rows, size, a, r * dimension, dimension);
      }
      System.arraycopy(weights, from, factors, 0, size);
      VectorKernels.addScaledRows(factors, vectors, rows, size, b, 0, dimension);
    }
  }

  /** Copies A as it stands. */
  void copyMatrix(float[] target) {
    System.arraycopy(a, 0, target, 0, a.length);
  }

  /** Writes x to {@code target} from {@code at} on, and leaves the system used up. */
  void solve(float[] target, int at) {
    decompose();
    for (int r = 0; r < dimension; r++) {
      float known = VectorKernels.dot(a, r * dimension, b, 0, r);
      b[r] = (b[r] - known) / a[r * dimension + r];
    }
    for (int r = dimension - 1; r >= 0; r--) {
      b[r] /= a[r * dimension + r];
      VectorKernels.addScaled(-b[r], a, r * dimension, b, 0, r);
    }
    System.arraycopy(b, 0, target, at, dimension);
  }

  /* A = L L', L in the place of A's lower triangle, row by row. */
  private void decompose() {
    for (int r = 0; r < dimension; r++) {
      int row = r * dimension;
      for (int c = 0; c < r; c++) {
        float known = VectorKernels.dot(a, row, a, c * dimension, c);
        a[row + c] = (a[row + c] - known) / a[c * dimension + c];
      }
      float rest = a[row + r] - VectorKernels.dot(a, row, a, row, r);
      a[row + r] = (float) Math.sqrt(Math.max(rest, LEAST_PIVOT));
    }
  }
}
