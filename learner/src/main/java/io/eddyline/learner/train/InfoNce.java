package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * InfoNCE (van den Oord et al. 2018) with keys that carry no gradient, as in MoCo (He et al. 2020).
 *
 * <pre>
 *   attract   L = log(exp(q.k / tau) + sum_j exp(q.k_j / tau)) - q.k / tau
 *   repel     L = log(w exp(q.k / tau) + sum_j exp(q.k_j / tau))           w copies of k
 *
 *   dL/d(q.k_j) = p_j / tau,  dL/d(q.k) = (p - [attract]) / tau            p: shares of the log's sum
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
final class InfoNce extends CosineLoss {
  private final float inverseTemperature;

  InfoNce(int dimension, int negatives, double temperature) {
    super(dimension, negatives);
    this.inverseTemperature = (float) (1 / temperature);
  }

  @Override
  void attraction(float[] cosines, int count) {
    shares(cosines, count, 0);
    cosines[count] -= inverseTemperature;
  }

  @Override
  void repulsion(float[] cosines, int count, float logWeight) {
    shares(cosines, count, logWeight);
  }

  private void shares(float[] cosines, int count, float logWeight) {
    VectorKernels.scaleInto(inverseTemperature, cosines, 0, cosines, 0, count + 1);
    cosines[count] += logWeight;
    softmaxInPlace(cosines, count + 1, inverseTemperature);
  }
}
