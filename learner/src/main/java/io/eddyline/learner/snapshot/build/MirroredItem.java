package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import java.util.function.ToIntFunction;

/**
 * One item as a snapshot shows it.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 */
final class MirroredItem {
  /** Shorter vectors have no direction. */
  private static final double EMPTY_NORM = 1e-12;

  private final int partition;
  private final float[] candidate;
  private final float[] history;
  private final double vectorNorm;
  private final double contextNorm;
  private final double popularity;
  private final double trend;
  private final long clock;
  private final int[] neighbours;
  private final float[] neighbourCounts;

  /**
   * @param id of the item
   * @param partition that owns it
   * @param numberOf the number of an id, asked of the neighbours once all else is sound
   * @throws FormatException if a number of the row is of no use
   */
  MirroredItem(
      String id, int partition, ItemRow row, int dimension, ToIntFunction<String> numberOf) {
    this.partition = partition;
    this.candidate = FiniteVector.decode(id, row.getVector(), dimension);
    this.vectorNorm = normalise(candidate);
    this.history = FiniteVector.decode(id, row.getMomentum(), dimension);
    normalise(history);
    float[] context = FiniteVector.decode(id, row.getContext(), dimension);
    this.contextNorm = norm(context);
    for (int at = 0; at < dimension; at++) {
      history[at] += context[at];
    }
    this.popularity = requireCount(id, row.getPopularity());
    this.trend = requireCount(id, row.getTrend());
    this.clock = row.getPopularityClock();
    if (row.getNeighbourIdsCount() != row.getNeighbourCountsCount()) {
      throw new FormatException(
          "an item row has %d neighbours and %d counts of them"
              .formatted(row.getNeighbourIdsCount(), row.getNeighbourCountsCount()));
    }
    this.neighbours = row.getNeighbourIdsList().stream().mapToInt(numberOf).toArray();
    this.neighbourCounts = new float[neighbours.length];
    for (int at = 0; at < neighbours.length; at++) {
      neighbourCounts[at] = row.getNeighbourCounts(at);
    }
  }

  private static double requireCount(String id, double count) {
    if (!(count >= 0 && count <= Double.MAX_VALUE)) {
      throw new FormatException(
          "row of \"%s\" with popularity or trend %s: expected a finite number from 0"
              .formatted(id, count));
    }
    return count;
  }

  private static double norm(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /* Returns the length that the vector had. */
  private static double normalise(float[] vector) {
    double norm = norm(vector);
    for (int at = 0; at < vector.length && norm > EMPTY_NORM; at++) {
      vector[at] = (float) (vector[at] / norm);
    }
    return norm;
  }

  int partition() {
    return partition;
  }

  /** {@code normalise(e)}. */
  float[] candidate() {
    return candidate;
  }

  /** {@code normalise(m) + c}. */
  float[] history() {
    return history;
  }

  /** {@link ItemMirror} numbers of the items that were visited before this one, each once. */
  int[] neighbours() {
    return neighbours;
  }

  /** How often each of the {@link #neighbours} was, decayed. */
  float[] neighbourCounts() {
    return neighbourCounts;
  }

  /** {@code |e|}. */
  double vectorNorm() {
    return vectorNorm;
  }

  /** {@code |c|}. */
  double contextNorm() {
    return contextNorm;
  }

  /**
   * Decayed popularity, in events.
   *
   * @param livePairs of the partition by now
   */
  double popularity(PopularityDecay decay, long livePairs) {
    return decay.popularity(popularity, livePairs - clock);
  }

  /** As {@link #popularity}, with the shorter half-life. */
  double trend(PopularityDecay decay, long livePairs) {
    return decay.trend(trend, livePairs - clock);
  }
}
