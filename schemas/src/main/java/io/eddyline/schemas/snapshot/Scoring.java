package io.eddyline.schemas.snapshot;

/**
 * The constants of the score, shared by learner and serving so that both compute the same value.
 *
 * <pre>
 *   raw(u)      = e_u + sum_a w_a h(j_a) / sqrt(sum_a w_a) + lastItemWeight * h(j_0)     w_a = historyDecay^a
 *   score(u, i) = cos(raw(u), e_i) / temperature
 *                 + priorWeight * log(popularity_i + 0.5) + trendWeight * log(trend_i + 0.5)
 *                 + neighbourWeight * sum_a w_a affinity(j_a, i)
 *   affinity(j, i) = sqrt(C_ji) / ((popularity_j + 20) (popularity_i + 20))^(1/4)
 * </pre>
 *
 * <p>{@code C_ji} counts how often one of the two was visited soon after the other, see {@code
 * learning.neighbours}; the affinity is the square root of their shrunk cosine.
 *
 * @param temperature tau, divides the cosine
 * @param priorWeight weight of the popularity prior; tuned by the stream itself
 * @param trendWeight weight of the same with the fast popularity; tuned by the stream itself
 * @param historyLength items of the history that count, newest first
 * @param historyDecay weight of an item relative to the next newer one, 0 to 1
 * @param lastItemWeight extra coefficient of the newest item; tuned by the stream itself
 * @param neighbourWeight weight of the affinities; tuned by the stream itself
 */
public record Scoring(
    float temperature,
    float priorWeight,
    float trendWeight,
    int historyLength,
    float historyDecay,
    float lastItemWeight,
    float neighbourWeight) {
  /** Added to the popularity inside the logarithm, in events. */
  public static final double POPULARITY_OFFSET = 0.5;

  /** Added to the popularity inside an affinity, in events: what few visits tell counts less. */
  public static final float AFFINITY_SHRINKAGE = 20;

  /** Shorter raw queries than this count as empty. */
  public static final float EMPTY_NORM = 1e-8f;

  public Scoring {
    if (!(temperature > 0) || historyLength < 1 || !(historyDecay > 0 && historyDecay <= 1)) {
      throw new IllegalArgumentException(
          "temperature %s, history length %d, history decay %s: expected > 0, >= 1, in (0, 1]"
              .formatted(temperature, historyLength, historyDecay));
    }
  }

  /** These constants with other tuned weights. */
  public Scoring tuned(float prior, float trend, float lastItem, float neighbour) {
    return new Scoring(temperature, prior, trend, historyLength, historyDecay, lastItem, neighbour);
  }

  /**
   * Coefficients of {@code count} history items in the raw query, newest first.
   *
   * @param count items, at most {@link #historyLength}
   * @param coefficients receives them in [0, count)
   */
  public void coefficients(int count, float[] coefficients) {
    double weight = 1;
    double sum = 0;
    for (int age = 0; age < count; age++) {
      coefficients[age] = (float) weight;
      sum += weight;
      weight *= historyDecay;
    }
    for (int age = 0; age < count; age++) {
      coefficients[age] = (float) (coefficients[age] / Math.sqrt(sum));
    }
    if (count > 0) {
      coefficients[0] += lastItemWeight;
    }
  }

  /**
   * {@link #coefficients} of every history: row {@code count} holds those of {@code count} items.
   */
  public float[][] coefficientTable() {
    float[][] table = new float[historyLength + 1][];
    for (int count = 0; count <= historyLength; count++) {
      table[count] = new float[count];
      coefficients(count, table[count]);
    }
    return table;
  }

  /**
   * Coefficients of {@code count} history items in the sum of affinities, newest first.
   *
   * @param count items, at most {@link #historyLength}
   * @param coefficients receives them in [0, count)
   */
  public void neighbourCoefficients(int count, float[] coefficients) {
    double weight = neighbourWeight;
    for (int age = 0; age < count; age++) {
      coefficients[age] = (float) weight;
      weight *= historyDecay;
    }
  }

  /** An item's factor in all of its affinities, {@code (popularity + 20)^(-1/4)}. */
  public static float affinityFactor(float popularity) {
    return 1 / (float) Math.sqrt((float) Math.sqrt(popularity + AFFINITY_SHRINKAGE));
  }

  /** The prior of an item, the per-item bias of the graph. */
  public float prior(double popularity, double trend) {
    return (float)
        (priorWeight * Math.log(popularity + POPULARITY_OFFSET)
            + trendWeight * Math.log(trend + POPULARITY_OFFSET));
  }
}
