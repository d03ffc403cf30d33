package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.schemas.snapshot.Scoring;

/**
 * A user's query: the own vector plus the pooled history, see {@link Scoring} for the formula.
 *
 * <p>The history is pooled once and used with the vector and the momentum vector alike.
 *
 * <p>Threading: one thread, the owner's.
 */
final class Query {
  private final ItemReplica replica;
  private final int dimension;
  private final float[][] coefficients;
  private final float[] pooled;
  private final float trainedLastItemWeight;
  private final float[] lastItem = new float[1];

  Query(ItemReplica replica, Scoring scoring) {
    this.replica = replica;
    this.dimension = replica.dimension();
    this.pooled = new float[dimension];
    this.trainedLastItemWeight = scoring.lastItemWeight();
    this.coefficients = scoring.coefficientTable();
  }

  /** Coefficients of {@code count} history items in the raw query, newest first. */
  float[] coefficients(int count) {
    return coefficients[count];
  }

  /** Sets the history: items newest first from index 0. */
  void pool(int[] history, int count) {
    VectorKernels.scaleInto(0, pooled, 0, pooled, 0, dimension);
    replica.addHistories(coefficients[count], history, count, pooled);
  }

  /** As {@link #pool(int[], int)} with another extra coefficient of the newest item. */
  void pool(int[] history, int count, float lastItemWeight) {
    pool(history, count);
    if (count > 0) {
      lastItem[0] = lastItemWeight - trainedLastItemWeight;
      replica.addHistories(lastItem, history, 1, pooled);
    }
  }

  /**
   * Writes the unit query of a user vector; zeros if the raw query is empty.
   *
   * @return length of the raw query
   */
  float direction(float[] vectors, int at, float[] unit) {
    System.arraycopy(pooled, 0, unit, 0, dimension);
    VectorKernels.addScaled(1, vectors, at, unit, 0, dimension);
    return VectorKernels.normalizeInto(unit, 0, unit, 0, dimension);
  }

  /** Whether a raw query of this length says nothing. */
  static boolean isEmpty(float norm) {
    return !(norm > Scoring.EMPTY_NORM);
  }
}
