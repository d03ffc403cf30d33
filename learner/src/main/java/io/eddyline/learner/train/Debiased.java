package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * InfoNCE that expects some of its n negatives to be positives (Chuang et al. 2020, "Debiased
 * Contrastive Learning", eq. 7 and 8, with one positive).
 *
 * <pre>
 *   G       = max( (mean_j exp(s_j / tau) - eta exp(s / tau)) / (1 - eta),  exp(-1 / tau) )
 *   attract   L = log(exp(s / tau) + n G) - s / tau                eta: share of false negatives
 *   repel     L = log(w exp(s / tau) + sum_j exp(s_j / tau))       as InfoNCE: no positive to subtract
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
final class Debiased extends CosineLoss {
  private final float inverseTemperature;
  private final float falseShare;

  /** Takes eta as {@code falseShare}; 0 is InfoNCE. */
  Debiased(int dimension, int negatives, double temperature, double falseShare) {
    super(dimension, negatives);
    this.inverseTemperature = (float) (1 / temperature);
    this.falseShare = (float) falseShare;
  }

  @Override
  void attraction(float[] cosines, int count) {
    VectorKernels.scaleInto(inverseTemperature, cosines, 0, cosines, 0, count + 1);
    float max = VectorKernels.max(cosines, count + 1);
    float sum = VectorKernels.expInPlace(cosines, max, count + 1);
    float positive = cosines[count];
    float others = sum - positive - count * falseShare * positive;
    float least = count * (float) Math.exp(-inverseTemperature - max) * (1 - falseShare);
    if (others > least) {
      float total = (1 - falseShare) * positive + others;
      VectorKernels.scaleInto(inverseTemperature / total, cosines, 0, cosines, 0, count);
      float share = positive * (1 - falseShare - count * falseShare) / total;
      cosines[count] = inverseTemperature * (share - 1);
    } else {
      float share = positive / (positive + least / (1 - falseShare));
      VectorKernels.scaleInto(0, cosines, 0, cosines, 0, count);
      cosines[count] = inverseTemperature * (share - 1);
    }
  }

  @Override
  void repulsion(float[] cosines, int count, float logWeight) {
    VectorKernels.scaleInto(inverseTemperature, cosines, 0, cosines, 0, count + 1);
    cosines[count] += logWeight;
    softmaxInPlace(cosines, count + 1, inverseTemperature);
  }
}
