package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.Scoring;

/**
 * A query in row numbers.
 *
 * <p>Threading: immutable.
 */
public final class RetrievalQuery {
  private final int userRow;
  private final int[] historyRows;
  private final float[] historyWeights;
  private final float[] neighbourWeights;
  private final int[] excludedRows;

  private RetrievalQuery(
      int userRow,
      int[] historyRows,
      float[] historyWeights,
      float[] neighbourWeights,
      int[] excludedRows) {
    this.userRow = userRow;
    this.historyRows = historyRows;
    this.historyWeights = historyWeights;
    this.neighbourWeights = neighbourWeights;
    this.excludedRows = excludedRows;
  }

  /**
   * A query whose history weighs as {@link Scoring#coefficients} says, and its affinities as {@link
   * Scoring#neighbourCoefficients} says, both times {@code scales}.
   *
   * @param userRow row of users.f32, {@link UserRows#UNKNOWN} for none
   * @param historyRows item rows, newest first, at most the scoring's history length; kept
   * @param scales a factor for each of the newest {@code scales.length} of them, 1 for the others
   * @param excludedRows item rows that must not be answered, repeats allowed; kept
   */
  public static RetrievalQuery of(
      Scoring scoring, int userRow, int[] historyRows, float[] scales, int[] excludedRows) {
    float[] weights = new float[historyRows.length];
    scoring.coefficients(weights.length, weights);
    float[] neighbourWeights = new float[historyRows.length];
    scoring.neighbourCoefficients(neighbourWeights.length, neighbourWeights);
    for (int age = 0; age < Math.min(scales.length, weights.length); age++) {
      weights[age] *= scales[age];
      neighbourWeights[age] *= scales[age];
    }
    return new RetrievalQuery(userRow, historyRows, weights, neighbourWeights, excludedRows);
  }

  int userRow() {
    return userRow;
  }

  int historyCount() {
    return historyRows.length;
  }

  int historyRow(int age) {
    return historyRows[age];
  }

  float historyWeight(int age) {
    return historyWeights[age];
  }

  float neighbourWeight(int age) {
    return neighbourWeights[age];
  }

  int excludedCount() {
    return excludedRows.length;
  }

  int excludedRow(int index) {
    return excludedRows[index];
  }
}
