package io.eddyline.learner.snapshot.gate;

/**
 * How much a gain of the candidate differs from the reference's on the same interactions.
 *
 * <pre>
 *   d_k  = candidate_k - reference_k          k = 1 .. n, the same interactions in both
 *   mean = sum d_k / n
 *   se   = sqrt(sum (d_k - mean)^2 / (n - 1) / n)
 * </pre>
 *
 * <p>The candidate is worse by more than a share {@code margin} of the reference's mean, as far as
 * {@code z} standard errors allow to say so, if {@code mean + z se < -margin * reference}: a
 * one-sided paired t-test of non-inferiority, with the normal quantile for the t (n is 100 or
 * more). Pairing takes out what makes single interactions easy or hard, which is most of the noise.
 *
 * @param candidate mean gain
 * @param reference mean gain
 * @param mean of the differences
 * @param standardError of that mean; 0 for fewer than two
 * @param count n
 */
record PairedDifference(
    double candidate, double reference, double mean, double standardError, int count) {
  /** The difference of gains of the same interactions, in the same order. */
  static PairedDifference of(double[] candidate, double[] reference) {
    if (candidate.length != reference.length) {
      throw new IllegalArgumentException(
          "%d and %d gains".formatted(candidate.length, reference.length));
    }
    int count = candidate.length;
    double candidateSum = 0;
    double referenceSum = 0;
    for (int k = 0; k < count; k++) {
      candidateSum += candidate[k];
      referenceSum += reference[k];
    }
    double mean = count == 0 ? 0 : (candidateSum - referenceSum) / count;
    double squares = 0;
    for (int k = 0; k < count; k++) {
      double deviation = candidate[k] - reference[k] - mean;
      squares += deviation * deviation;
    }
    return new PairedDifference(
        count == 0 ? 0 : candidateSum / count,
        count == 0 ? 0 : referenceSum / count,
        mean,
        count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count),
        count);
  }

  /** The most that the candidate may be ahead by, {@code z} standard errors above the mean. */
  double upperBound(double standardErrors) {
    return mean + standardErrors * standardError;
  }
}
