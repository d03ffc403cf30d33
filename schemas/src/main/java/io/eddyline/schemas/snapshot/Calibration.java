package io.eddyline.schemas.snapshot;

/**
 * From a score to a relevance, the probability that what is shown is taken up.
 *
 * <pre>
 *   relevance(score) = 1 / (1 + exp(-(slope * score + intercept)))
 * </pre>
 *
 * <p>Platt: Probabilistic Outputs for Support Vector Machines, in Advances in Large Margin
 * Classifiers, 1999, eq. 1, with both signs turned so that a greater slope means a steeper rise.
 *
 * @param slope above 0, a unit of the score each: a greater score is never less relevant
 * @param intercept log-odds at score 0
 */
public record Calibration(double slope, double intercept) {
  public Calibration {
    if (!(slope > 0 && slope < Double.POSITIVE_INFINITY) || !Double.isFinite(intercept)) {
      throw new IllegalArgumentException(
          "slope %s and intercept %s: expected > 0 and both finite".formatted(slope, intercept));
    }
  }

  /** Relevance of a score, 0 to 1; NaN for NaN. */
  public double relevance(double score) {
    return 1 / (1 + Math.exp(-(slope * score + intercept)));
  }
}
