package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * InfoNCE (van den Oord et al. 2018) with keys that carry no gradient, as in MoCo (He et al. 2020).
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
final class InfoNce implements Contrast {
  private final int dimension;
  private final float inverseTemperature;
  private final float[] logits;
  private final int[] slots;

  InfoNce(int dimension, int negatives, double temperature) {
    this.dimension = dimension;
    this.inverseTemperature = (float) (1 / temperature);
    this.logits = new float[negatives + 1];
    this.slots = new int[negatives];
  }

  @Override
  public int[] slots() {
    return slots;
  }

  @Override
  public void attract(
      float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient) {
    shares(anchor, key, keys, count, 0);
    logits[count] -= inverseTemperature;
    combine(anchor, key, keys, count, norm, gradient);
  }

  @Override
  public void repel(
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
