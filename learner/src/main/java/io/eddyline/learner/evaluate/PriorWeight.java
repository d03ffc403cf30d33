package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.PriorTuner;

/**
 * The weight of the popularity prior: fixed, or tuned by the stream itself.
 *
 * <p>Threading: one thread.
 */
final class PriorWeight {
  static final String KEY = "prior-weight";
  static final String TUNED = "auto";

  private final PriorTuner tuner = new PriorTuner();
  private final double[] ranks = new double[PriorTuner.candidateCount()];
  private final boolean tuned;
  private final float fixed;

  /**
   * @param setting {@code auto} or a number from 0 to 1000
   */
  PriorWeight(String setting) {
    this.tuned = setting.equals(TUNED);
    this.fixed = tuned ? 0 : parse(setting);
  }

  /** Ranks from 0 under the weight, then lets the tuner learn from the event. */
  double rank(CandidateScores candidates, int target) {
    float weight = weight();
    if (!isSampled()) {
      return candidates.rank(target, weight);
    }
    int choice = tuner.choice();
    observe(candidates, target);
    return ranks[choice];
  }

  /** Counts a rankable event and says whether {@link #observe} is to be told of it. */
  boolean isSampled() {
    return tuned && tuner.sampleNext();
  }

  /** Lets the tuner learn from a sampled event. */
  void observe(CandidateScores candidates, int target) {
    for (int k = 0; k < ranks.length; k++) {
      ranks[k] = candidates.rank(target, PriorTuner.candidate(k));
    }
    tuner.observe(ranks);
  }

  /** The weight of the moment. */
  float weight() {
    return tuned ? tuner.weight() : fixed;
  }

  private static float parse(String setting) {
    float weight;
    try {
      weight = Float.parseFloat(setting);
    } catch (NumberFormatException e) {
      weight = Float.NaN;
    }
    if (!(weight >= 0 && weight <= 1000)) {
      throw new IllegalArgumentException(
          "%s \"%s\": expected auto or 0 to 1000".formatted(KEY, setting));
    }
    return weight;
  }
}
