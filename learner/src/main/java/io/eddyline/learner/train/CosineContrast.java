package io.eddyline.learner.train;

/**
 * The cosine contrastive loss (Mao et al. 2021, "SimpleX", eq. 3): only negatives closer than a
 * margin count, all of them alike.
 *
 * <pre>
 *   attract   L = 1 - s + (v / n) sum_j max(0, s_j - m)                                v: weight, m: margin
 *   repel     L = (v / (n + w)) (w max(0, s - m) + sum_j max(0, s_j - m))
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
final class CosineContrast extends CosineLoss {
  private final float margin;
  private final float negativesWeight;

  /**
   * @param margin m
   * @param negativesWeight v, of the negatives together
   */
  CosineContrast(int dimension, int negatives, double margin, double negativesWeight) {
    super(dimension, negatives);
    this.margin = (float) margin;
    this.negativesWeight = (float) negativesWeight;
  }

  @Override
  void attraction(float[] cosines, int count) {
    hinge(cosines, count, negativesWeight / Math.max(1, count));
    cosines[count] = -1;
  }

  @Override
  void repulsion(float[] cosines, int count, float logWeight) {
    float weight = (float) Math.exp(logWeight);
    float each = negativesWeight / (count + weight);
    hinge(cosines, count, each);
    cosines[count] = cosines[count] > margin ? each * weight : 0;
  }

  private void hinge(float[] cosines, int count, float slope) {
    for (int k = 0; k < count; k++) {
      cosines[k] = cosines[k] > margin ? slope : 0;
    }
  }
}
