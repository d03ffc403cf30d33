package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.Scoring;
import org.jspecify.annotations.Nullable;

/**
 * A query in row numbers.
 *
 * <p>Threading: immutable.
 */
public final class RetrievalQuery {
  private final int userRow;
  private final float @Nullable [] vector;
  private final int[] historyRows;
  private final float[] historyWeights;
  private final float[] neighbourWeights;
  private final int[] excludedRows;

  private RetrievalQuery(
      int userRow,
      float @Nullable [] vector,
      int[] historyRows,
      float[] historyWeights,
      float[] neighbourWeights,
      int[] excludedRows) {
    this.userRow = userRow;
    this.vector = vector;
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
    return new RetrievalQuery(userRow, null, historyRows, weights, neighbourWeights, excludedRows);
  }

  /**
   * A query of which some parts are not in the version's tables.
   *
   * @param userRow row of users.f32, {@link UserRows#UNKNOWN} for none
   * @param vector added to the user's, null for none; kept
   * @param historyRows item rows; kept
   * @param historyWeights coefficients of their history vectors; kept
   * @param neighbourWeights coefficients of their affinities; kept
   * @param excludedRows item rows that must not be answered; kept
   */
  public static RetrievalQuery with(
      int userRow,
      float @Nullable [] vector,
      int[] historyRows,
      float[] historyWeights,
      float[] neighbourWeights,
      int[] excludedRows) {
    return new RetrievalQuery(
        userRow, vector, historyRows, historyWeights, neighbourWeights, excludedRows);
  }

  public int userRow() {
    return userRow;
  }

  /** The vector that is added to the user's, null for none. */
  float @Nullable [] vector() {
    return vector;
  }

  /** Items of the history. */
  public int historyCount() {
    return historyRows.length;
  }

  /** Item row at an age, 0 for the newest. */
  public int historyRow(int age) {
    return historyRows[age];
  }

  /** Coefficient of the item at an age. */
  public float historyWeight(int age) {
    return historyWeights[age];
  }

  /** Coefficient of the affinities of the item at an age. */
  public float neighbourWeight(int age) {
    return neighbourWeights[age];
  }

  int excludedCount() {
    return excludedRows.length;
  }

  int excludedRow(int index) {
    return excludedRows[index];
  }
}
