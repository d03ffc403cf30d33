package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;

/**
 * Draws ambiguous negatives, neither too hard nor too easy (Zhou et al. 2022, "SimANS", eq. 4),
 * among those that a positive-aware filter leaves (de Souza P. Moreira et al. 2024, "NV-Retriever",
 * sec. 3).
 *
 * <pre>
 *   s_j &lt;= ratio p  if p &gt; 0,  else  s_j &lt;= p - margin             p: cosine of the positive
 *   weight_j = decay^age_j exp(-a (s_j - p - b)^2)
 * </pre>
 *
 * <p>Draws are without replacement. Not-a-number passes no filter.
 *
 * <p>Threading: one thread, the partition's.
 */
final class SimAns {
  private final float sharpness;
  private final float offset;
  private final float filterRatio;
  private final float filterMargin;
  private final float logDecay;

  SimAns(TeleportationSettings settings) {
    this.sharpness = (float) settings.simansA();
    this.offset = (float) settings.simansB();
    this.filterRatio = (float) settings.filterRatio();
    this.filterMargin = (float) settings.filterMargin();
    this.logDecay = (float) Math.log(Math.max(settings.pastDecay(), Float.MIN_NORMAL));
  }

  /**
   * Keeps the candidates that pass the filter, in their order, and turns their cosines into
   * weights.
   *
   * @param candidates of which the cosines are
   * @param cosines receives the weights
   * @param ages of the candidates in episodes
   * @return how many are left
   */
  int weigh(int[] candidates, float[] cosines, int[] ages, int count, float positive) {
    float most = positive > 0 ? filterRatio * positive : positive - filterMargin;
    int kept = 0;
    for (int k = 0; k < count; k++) {
      if (cosines[k] <= most) {
        float distance = cosines[k] - positive - offset;
        candidates[kept] = candidates[k];
        cosines[kept++] = ages[k] * logDecay - sharpness * distance * distance;
      }
    }
    VectorKernels.expInPlace(cosines, VectorKernels.max(cosines, kept), kept);
    return kept;
  }

  /**
   * Draws up to {@code wanted} candidates in proportion to their weights; what is drawn has weight
   * 0 afterwards.
   *
   * @param slots receives them from {@code at}
   * @return how many were drawn
   */
  static int draw(
      int[] candidates,
      float[] weights,
      int count,
      int wanted,
      Generator generator,
      int[] slots,
      int at) {
    int drawn = 0;
    while (drawn < wanted) {
      int k = pick(weights, count, generator);
      if (k < 0) {
        break;
      }
      weights[k] = 0;
      slots[at + drawn++] = candidates[k];
    }
    return drawn;
  }

  /* The index of a draw, -1 if no weight is left. */
  private static int pick(float[] weights, int count, Generator generator) {
    float total = 0;
    for (int k = 0; k < count; k++) {
      total += weights[k];
    }
    if (!(total > 0)) {
      return -1;
    }
    double rest = generator.nextDouble() * total;
    int last = -1;
    for (int k = 0; k < count; k++) {
      if (weights[k] > 0) {
        last = k;
        rest -= weights[k];
        if (rest < 0) {
          break;
        }
      }
    }
    return last;
  }
}
