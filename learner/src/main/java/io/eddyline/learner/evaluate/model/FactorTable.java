package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.train.Adagrad;

/**
 * Vectors by row (rows x dimension, row-major) with one Adagrad accumulator a row.
 *
 * <p>Threading: one thread.
 */
final class FactorTable {
  private final int dimension;
  private final float[] values;
  private final float[] accumulators;

  FactorTable(int rowCount, int dimension) {
    this.dimension = dimension;
    this.values = new float[Math.multiplyExact(rowCount, dimension)];
    this.accumulators = new float[rowCount];
  }

  /** Fills all rows with normal coordinates. */
  void randomise(Generator generator, double deviation) {
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (deviation * generator.nextGaussian());
    }
  }

  /** The rows themselves. */
  float[] values() {
    return values;
  }

  int rowCount() {
    return accumulators.length;
  }

  int offset(int row) {
    return row * dimension;
  }

  void copyTo(int row, float[] target) {
    System.arraycopy(values, offset(row), target, 0, dimension);
  }

  float dot(int row, float[] vector) {
    return VectorKernels.dot(vector, 0, values, offset(row), dimension);
  }

  /** {@code target += factor * row}. */
  void addScaledTo(float factor, int row, float[] target) {
    VectorKernels.addScaled(factor, values, offset(row), target, 0, dimension);
  }

  /** {@code row += factor * vector}. */
  void add(int row, float factor, float[] vector) {
    VectorKernels.addScaled(factor, vector, 0, values, offset(row), dimension);
  }

  void scale(int row, float factor) {
    VectorKernels.scaleInto(factor, values, offset(row), values, offset(row), dimension);
  }

  /** Takes a step of {@link Adagrad} against the gradient. */
  void descend(int row, float[] gradient, double rate) {
    accumulators[row] += Adagrad.meanSquare(gradient, dimension);
    Adagrad.step(values, offset(row), gradient, dimension, (float) rate, accumulators[row]);
  }

  /** {@code scores[i] = vector . row i} of rows [0, count). */
  void dotAll(float[] vector, int count, float[] scores) {
    VectorKernels.dotBlock(vector, 0, values, count, dimension, scores, 0);
  }
}
