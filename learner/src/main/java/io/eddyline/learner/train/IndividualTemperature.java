package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * InfoNCE at a temperature that each row finds from its own cosines: a row with many similar keys
 * gets a higher one than a row that stands alone (Qiu et al. 2023, "Not All Semantics are Created
 * Equal", the robust loss of eq. 5).
 *
 * <pre>
 *   attract   L = min_t  t log( (1/(n+1)) sum_j exp((s_j - s) / t) ) + t rho,  divided by tau;
 *             j over the key and the negatives, tau / range &lt;= t &lt;= tau range
 *   repel     L = log(w exp(s / tau) + sum_j exp(s_j / tau))
 *
 *   inside the range the minimum is where KL(p || uniform) = rho,  p_j = softmax(s_j / t),
 *   and there dL/ds_j = p_j / tau
 * </pre>
 *
 * <p>Deviates from the paper: the minimum is found anew at each step, by bisection of log t,
 * instead of keeping a learnt temperature a row, and the key is in the sum.
 *
 * <p>Threading: one thread, the owner's.
 */
final class IndividualTemperature extends CosineLoss {
  private static final int BISECTIONS = 12;

  private final float inverseTemperature;
  private final double divergence;
  private final double logRange;
  private final float[] shares;

  /**
   * @param divergence rho in nats
   * @param range greatest ratio of a row's temperature to the side's, either way
   */
  IndividualTemperature(
      int dimension, int negatives, double temperature, double divergence, double range) {
    super(dimension, negatives);
    this.inverseTemperature = (float) (1 / temperature);
    this.divergence = divergence;
    this.logRange = Math.log(range);
    this.shares = new float[negatives + 1];
  }

  @Override
  void attraction(float[] cosines, int count) {
    float inverse = inverseTemperature(cosines, count + 1);
    VectorKernels.scaleInto(inverse, cosines, 0, cosines, 0, count + 1);
    softmaxInPlace(cosines, count + 1, inverseTemperature);
    cosines[count] -= inverseTemperature;
  }

  @Override
  void repulsion(float[] cosines, int count, float logWeight) {
    VectorKernels.scaleInto(inverseTemperature, cosines, 0, cosines, 0, count + 1);
    cosines[count] += logWeight;
    softmaxInPlace(cosines, count + 1, inverseTemperature);
  }

  private float inverseTemperature(float[] cosines, int length) {
    double low = -logRange;
    double high = logRange;
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      if (divergence(cosines, length, (float) (inverseTemperature * Math.exp(middle)))
          < divergence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (float) (inverseTemperature * Math.exp((low + high) / 2));
  }

  /* KL(p || uniform) = log n + sum p_j x_j - log sum exp(x_j), x = inverse * cosines; it rises. */
  private double divergence(float[] cosines, int length, float inverse) {
    VectorKernels.scaleInto(inverse, cosines, 0, shares, 0, length);
    float max = VectorKernels.max(shares, length);
    float sum = VectorKernels.expInPlace(shares, max, length);
    double mean = inverse * VectorKernels.dot(shares, 0, cosines, 0, length) / (double) sum;
    return Math.log(length) + mean - max - Math.log(sum);
  }
}
