package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.LearntSlab;

/**
 * Row-wise Adagrad (Duchi et al. 2011, with one accumulator a row).
 *
 * <pre>
 *   G   += mean(g^2)
 *   row -= rate * g / sqrt(G + 1e-8)
 * </pre>
 */
public final class Adagrad {
  private static final float EPSILON = 1e-8f;

  private Adagrad() {}

  /** Mean square of the gradient; not finite if any coordinate is not. */
  public static float meanSquare(float[] gradient, int dimension) {
    return VectorKernels.dot(gradient, 0, gradient, 0, dimension) / dimension;
  }

  /**
   * Takes one step.
   *
   * @param accumulator G, with this gradient added
   */
  public static void step(
      float[] row, int at, float[] gradient, int dimension, float rate, float accumulator) {
    float factor = (float) (-rate / Math.sqrt(accumulator + EPSILON));
    VectorKernels.addScaled(factor, gradient, 0, row, at, dimension);
  }

  /**
   * Takes one step of a row, unless the gradient is not finite.
   *
   * @param gradient as long as the row
   * @return whether it did
   */
  static boolean step(LearntSlab rows, int row, float[] gradient, float rate) {
    int dimension = gradient.length;
    float meanSquare = meanSquare(gradient, dimension);
    if (!Float.isFinite(meanSquare)) {
      return false;
    }
    float accumulator = rows.accumulator(row) + meanSquare;
    rows.setAccumulator(row, accumulator);
    step(rows.chunk(row), rows.offset(row), gradient, dimension, rate, accumulator);
    return true;
  }
}
