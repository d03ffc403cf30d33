package io.eddyline.learner.snapshot.gate;

/**
 * A query of which one answer is looked for, in the row numbers of one version.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 */
final class TargetQuery {
  /** The row of an item that the version does not have. */
  static final int MISSING = -1;

  private final int userRow;
  private final float[] userVector;
  private final int[] historyRows;
  private final int[] excludedRows;
  private final int targetRow;

  /**
   * @param userRow row of users.f32, 0 for none
   * @param userVector added to the user's row; empty adds nothing
   * @param historyRows newest first, at most the history's length
   * @param excludedRows item rows that must not be answered, without the target
   * @param targetRow what is looked for, or {@link #MISSING}
   */
  TargetQuery(
      int userRow, float[] userVector, int[] historyRows, int[] excludedRows, int targetRow) {
    this.userRow = userRow;
    this.userVector = userVector;
    this.historyRows = historyRows;
    this.excludedRows = excludedRows;
    this.targetRow = targetRow;
  }

  int userRow() {
    return userRow;
  }

  float[] userVector() {
    return userVector;
  }

  int[] historyRows() {
    return historyRows;
  }

  int[] excludedRows() {
    return excludedRows;
  }

  int targetRow() {
    return targetRow;
  }
}
