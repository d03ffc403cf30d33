package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * The contrast of a unit anchor q with one key k and n negatives, as a gradient with respect to the
 * vector that q is the direction of (InfoNCE, van den Oord et al. 2018; keys carry no gradient, as
 * in MoCo, He et al. 2020).
 *
 * <pre>
 *   attract   L = log(exp(q.k / tau) + sum_j exp(q.k_j / tau)) - q.k / tau
 *   repel     L = log(w exp(q.k / tau) + sum_j exp(q.k_j / tau))           w copies of k
 *
 *   g    = (sum p_j k_j + p k - [attract] k) / tau                         p: shares of the log's sum
 *   dL/d raw = (g - (g.q) q) / norm                                        q = raw / |raw|
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
final class InfoNce {
  private final int dimension;
  private final float inverseTemperature;
  private final float[] logits;

  /** The slots of the negatives, set by the caller before a gradient is asked for. */
  final int[] slots;

  InfoNce(int dimension, int negatives, double temperature) {
    this.dimension = dimension;
    this.inverseTemperature = (float) (1 / temperature);
    this.logits = new float[negatives + 1];
    this.slots = new int[negatives];
  }

  /**
   * Writes the gradient of attraction.
   *
   * @param anchor q, unit length
   * @param key k
   * @param keys rows that {@link #slots} point into
   * @param count negatives
   * @param norm length of the vector that the anchor is the direction of
   * @param gradient receives dL/d raw
   */
  void attract(float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient) {
    shares(anchor, key, keys, count, 0);
    logits[count] -= inverseTemperature;
    combine(anchor, key, keys, count, norm, gradient);
  }

  /**
   * Writes the gradient of repulsion; {@code logWeight} is log w, the rest as in {@link #attract}.
   */
  void repel(
      float[] anchor,
      float[] key,
      float[] keys,
      int count,
      float logWeight,
      float norm,
      float[] gradient) {
    shares(anchor, key, keys, count, logWeight);
    combine(anchor, key, keys, count, norm, gradient);
  }

  /* logits[0, count): shares of the negatives / tau; logits[count]: that of the key. */
  private void shares(float[] anchor, float[] key, float[] keys, int count, float logWeight) {
    VectorKernels.dotRows(anchor, 0, keys, slots, count, dimension, logits);
    logits[count] = VectorKernels.dot(anchor, 0, key, 0, dimension);
    VectorKernels.scaleInto(inverseTemperature, logits, 0, logits, 0, count + 1);
    logits[count] += logWeight;
    float sum = VectorKernels.expInPlace(logits, VectorKernels.max(logits, count + 1), count + 1);
    VectorKernels.scaleInto(inverseTemperature / sum, logits, 0, logits, 0, count + 1);
  }

  private void combine(
      float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient) {
    VectorKernels.scaleInto(logits[count], key, 0, gradient, 0, dimension);
    VectorKernels.addScaledRows(logits, keys, slots, count, gradient, 0, dimension);
    float along = VectorKernels.dot(gradient, 0, anchor, 0, dimension);
    VectorKernels.addScaled(-along, anchor, 0, gradient, 0, dimension);
    VectorKernels.scaleInto(1 / norm, gradient, 0, gradient, 0, dimension);
  }
}
