package io.eddyline.learner.train;

/** The losses that a side can be trained with. */
public enum Loss {
  /** {@link InfoNce}. */
  INFO_NCE,
  /** {@link HardnessWeighted}. */
  HARDNESS_WEIGHTED,
  /** {@link Debiased}. */
  DEBIASED,
  /** {@link IndividualTemperature}. */
  INDIVIDUAL_TEMPERATURE,
  /** {@link CosineContrast}. */
  COSINE;

  /**
   * A contrast of this loss.
   *
   * @param negatives most of them in a step
   * @param temperature of the side
   * @param settings what the losses have of their own
   */
  Contrast contrast(int dimension, int negatives, double temperature, ObjectiveSettings settings) {
    return switch (this) {
      case INFO_NCE -> new InfoNce(dimension, negatives, temperature);
      case HARDNESS_WEIGHTED ->
          new HardnessWeighted(dimension, negatives, temperature, settings.hardness());
      case DEBIASED ->
          new Debiased(dimension, negatives, temperature, settings.falseNegativeShare());
      case INDIVIDUAL_TEMPERATURE ->
          new IndividualTemperature(
              dimension,
              negatives,
              temperature,
              settings.divergence(),
              settings.temperatureRange());
      case COSINE ->
          new CosineContrast(
              dimension, negatives, settings.cosineMargin(), settings.cosineNegativesWeight());
    };
  }
}
