package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * InfoNCE whose negatives count by their hardness (Robinson et al. 2021, "Contrastive Learning with
 * Hard Negative Samples", sec. 4).
 *
 * <pre>
 *   w_j     = exp(beta s_j / tau) / mean_i exp(beta s_i / tau)
 *   attract   L = log(exp(s / tau) + sum_j w_j exp(s_j / tau)) - s / tau
 *   repel     L = log(w exp(s / tau) + sum_j w_j exp(s_j / tau))
 * </pre>
 *
 * <p>Deviates from the authors' code: the weights stand for a sampling of the negatives and carry
 * no gradient.
 *
 * <p>Threading: one thread, the owner's.
 */
final class HardnessWeighted extends CosineLoss {
  private final float inverseTemperature;
  private final float hardness;
  private final float[] hardnessLogits;

  /** Takes beta as {@code hardness}; 0 is InfoNCE. */
  HardnessWeighted(int dimension, int negatives, double temperature, double hardness) {
    super(dimension, negatives);
    this.inverseTemperature = (float) (1 / temperature);
    this.hardness = (float) hardness;
    this.hardnessLogits = new float[negatives];
  }

  @Override
  void attraction(float[] cosines, int count) {
    weigh(cosines, count);
    softmaxInPlace(cosines, count + 1, inverseTemperature);
    cosines[count] -= inverseTemperature;
  }

  @Override
  void repulsion(float[] cosines, int count, float logWeight) {
    weigh(cosines, count);
    cosines[count] += logWeight;
    softmaxInPlace(cosines, count + 1, inverseTemperature);
  }

  /* Cosines become logits, those of the negatives with log w_j added. */
  private void weigh(float[] cosines, int count) {
    VectorKernels.scaleInto(inverseTemperature, cosines, 0, cosines, 0, count + 1);
    if (count == 0) {
      return;
    }
    VectorKernels.scaleInto(hardness, cosines, 0, hardnessLogits, 0, count);
    float max = VectorKernels.max(hardnessLogits, count);
    float sum = VectorKernels.expInPlace(hardnessLogits, max, count);
    float logMean = max + (float) Math.log(sum / count);
    for (int k = 0; k < count; k++) {
      cosines[k] += hardness * cosines[k] - logMean;
    }
  }
}
