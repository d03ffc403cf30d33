package io.eddyline.learner.train;

/**
 * A loss between a unit anchor q, one key k and n negatives k_j, as its gradient with respect to
 * the vector that q is the direction of. Keys carry no gradient (MoCo, He et al. 2020).
 *
 * <pre>
 *   q = raw / |raw|,   s = q.k,   s_j = q.k_j
 *   g = dL/dq,   dL/d raw = (g - (g.q) q) / norm
 * </pre>
 *
 * <p>Anchor, key and the keys of the slots are {@code dimension} floats each and do not overlap the
 * gradient. What is not finite makes the gradient not finite.
 *
 * <p>Threading: one thread, the owner's.
 */
interface Contrast {

  /** Slots of the negatives, [0, count), set by the caller before a gradient is asked for. */
  int[] slots();

  /**
   * Writes the gradient of attraction: the anchor is drawn to the key and away from the negatives.
   *
   * @param anchor q, unit length
   * @param key k
   * @param keys rows that {@link #slots} point into
   * @param count negatives, at least 1
   * @param norm length of the vector that the anchor is the direction of
   * @param gradient receives dL/d raw
   */
  void attract(float[] anchor, float[] key, float[] keys, int count, float norm, float[] gradient);

  /**
   * Writes the gradient of repulsion: the key joins the negatives as often as its weight w says,
   * and there is no positive; {@code count} may be 0.
   *
   * @param logWeight log w
   */
  void repel(
      float[] anchor,
      float[] key,
      float[] keys,
      int count,
      float logWeight,
      float norm,
      float[] gradient);
}
