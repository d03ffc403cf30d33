package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * A contrast whose loss is a function of the cosines alone: L(s, s_1 ... s_n) of the key and the
 * negatives. A subclass says its derivatives f = dL/ds and f_j = dL/ds_j; then
 *
 * <pre>
 *   g = sum_j f_j k_j + f k
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
abstract class CosineLoss implements Contrast {
  private final int dimension;
  private final float[] scores;
  private final int[] slots;

  CosineLoss(int dimension, int negatives) {
    this.dimension = dimension;
    this.scores = new float[negatives + 1];
    this.slots = new int[negatives];
  }

  /**
   * Replaces the cosines of the negatives, at [0, count), and of the key, at {@code count}, by the
   * derivatives of attraction with respect to them.
   */
  abstract void attraction(float[] cosines, int count);

  /** As {@link #attraction}, of repulsion; {@code logWeight} is the log of the key's weight. */
  abstract void repulsion(float[] cosines, int count, float logWeight);

  @Override
  public final int[] slots() {
    return slots;
  }

  @Override
  public final void attract(
      float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient) {
    score(anchor, key, keys, count);
    attraction(scores, count);
    combine(anchor, key, keys, count, norm, gradient);
  }

  @Override
  public final void repel(
      float[] anchor,
      float[] key,
      float[] keys,
      int count,
      float logWeight,
      float norm,
      float[] gradient) {
    score(anchor, key, keys, count);
    repulsion(scores, count, logWeight);
    combine(anchor, key, keys, count, norm, gradient);
  }

  private void score(float[] anchor, float[] key, float[] keys, int count) {
    VectorKernels.dotRows(anchor, 0, keys, slots, count, dimension, scores);
    scores[count] = VectorKernels.dot(anchor, 0, key, 0, dimension);
  }

  private void combine(
      float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient) {
    VectorKernels.scaleInto(scores[count], key, 0, gradient, 0, dimension);
    VectorKernels.addScaledRows(scores, keys, slots, count, gradient, 0, dimension);
    float along = VectorKernels.dot(gradient, 0, anchor, 0, dimension);
    VectorKernels.addScaled(-along, anchor, 0, gradient, 0, dimension);
    VectorKernels.scaleInto(1 / norm, gradient, 0, gradient, 0, dimension);
  }

  /** {@code x_k = factor exp(x_k) / sum exp(x)} of the first {@code length}. */
  static void softmaxInPlace(float[] x, int length, float factor) {
    float sum = VectorKernels.expInPlace(x, VectorKernels.max(x, length), length);
    VectorKernels.scaleInto(factor / sum, x, 0, x, 0, length);
  }
}
