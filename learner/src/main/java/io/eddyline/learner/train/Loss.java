package io.eddyline.learner.train;

/** The losses that a side can be trained with. */
public enum Loss {
  /** {@link InfoNce}. */
  INFO_NCE;

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
    };
  }
}
