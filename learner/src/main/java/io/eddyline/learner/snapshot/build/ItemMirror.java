package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest row of every item. An id that anything refers to has a number; it has a row once its
 * owner has published one, until he removes it. The number of an id without row and reference goes
 * to another id after {@link #release}.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class ItemMirror {
  /** Shorter vectors have no direction. */
  private static final double EMPTY_NORM = 1e-12;

  private final int dimension;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<@Nullable String> ids = new ArrayList<>();
  private final List<@Nullable MirroredItem> rows = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int rowCount;

  ItemMirror(int dimension) {
    this.dimension = dimension;
  }

  /** The number of an id, given at first sight. */
  int number(String id) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    Integer freed = free.poll();
    int number = freed == null ? ids.size() : freed;
    if (freed == null) {
      ids.add(id);
      rows.add(null);
    } else {
      ids.set(number, id);
    }
    numbers.put(id, number);
    return number;
  }

  /**
   * Takes the newest row of an item.
   *
   * @throws FormatException if a number of it is of no use; the row before it stays
   */
  void put(String id, int partition, ItemRow row) {
    float[] candidate = FiniteVector.decode(id, row.getVector(), dimension);
    double vectorNorm = normalise(candidate);
    float[] history = FiniteVector.decode(id, row.getMomentum(), dimension);
    normalise(history);
    float[] context = FiniteVector.decode(id, row.getContext(), dimension);
    requireCount(id, row.getPopularity());
    requireCount(id, row.getTrend());
    for (int at = 0; at < dimension; at++) {
      history[at] += context[at];
    }
    MirroredItem item =
        new MirroredItem(
            partition,
            candidate,
            history,
            vectorNorm,
            norm(context),
            row.getPopularity(),
            row.getTrend(),
            row.getPopularityClock(),
            neighbours(row),
            neighbourCounts(row));
    if (rows.set(number(id), item) == null) {
      rowCount++;
    }
  }

  private static void requireCount(String id, double count) {
    if (!(count >= 0 && count <= Double.MAX_VALUE)) {
      throw new FormatException(
          "row of \"%s\" with popularity or trend %s: expected a finite number from 0"
              .formatted(id, count));
    }
  }

  void remove(String id) {
    Integer number = numbers.get(id);
    if (number != null && rows.set(number, null) != null) {
      rowCount--;
    }
  }

  /** Marks the numbers of all items that stand in a row's neighbours. */
  void markReferred(BitSet numbers) {
    for (MirroredItem row : rows) {
      if (row != null) {
        for (int neighbour : row.neighbours()) {
          numbers.set(neighbour);
        }
      }
    }
  }

  /** Frees the numbers of ids that have no row and that nothing refers to. */
  void release(BitSet referred) {
    for (int number = 0; number < ids.size(); number++) {
      String id = ids.get(number);
      if (id != null && rows.get(number) == null && !referred.get(number)) {
        numbers.remove(id);
        ids.set(number, null);
        free.add(number);
      }
    }
  }

  /** Numbers given so far; some may have no row, or no id any more. */
  int numberCount() {
    return ids.size();
  }

  int rowCount() {
    return rowCount;
  }

  String id(int number) {
    String id = ids.get(number);
    if (id == null) {
      throw new IllegalArgumentException("item number %d has no id".formatted(number));
    }
    return id;
  }

  @Nullable MirroredItem row(int number) {
    return rows.get(number);
  }

  private int[] neighbours(ItemRow row) {
    if (row.getNeighbourIdsCount() != row.getNeighbourCountsCount()) {
      throw new FormatException(
          "an item row has %d neighbours and %d counts of them"
              .formatted(row.getNeighbourIdsCount(), row.getNeighbourCountsCount()));
    }
    return row.getNeighbourIdsList().stream().mapToInt(this::number).toArray();
  }

  private static float[] neighbourCounts(ItemRow row) {
    float[] counts = new float[row.getNeighbourCountsCount()];
    for (int at = 0; at < counts.length; at++) {
      counts[at] = row.getNeighbourCounts(at);
    }
    return counts;
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
}
