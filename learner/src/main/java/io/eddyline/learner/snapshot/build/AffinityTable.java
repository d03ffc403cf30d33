package io.eddyline.learner.snapshot.build;

import java.util.Arrays;

/**
 * For each item the T items of the greatest affinity, from what was visited before each.
 *
 * <pre>
 *   C_ji           = C[j][i] + C[i][j]           C[x][y]: how often y was visited before x
 *   affinity(j, i) = sqrt(C_ji) f_j f_i          f: {@link io.eddyline.schemas.snapshot.Scoring#affinityFactor}
 *
 *   rows       | i i i i 0 0 |  T an item, best first, of equal ones the lower row; padded with 0
 *   affinities | a a a a 0 0 |  padded with 0
 *   counts     | c c 0 c 0 0 |  C[j][i] of each, the item's own part
 * </pre>
 *
 * <p>C[i][j] is found in a transposed copy of all lists, in compressed rows. Time and memory grow
 * with the entries of all lists, but for the sorting of one item's neighbours.
 *
 * <p>Threading: immutable.
 */
final class AffinityTable {
  private final int columns;
  private final int[] rows;
  private final float[] affinities;
  private final float[] counts;

  /** The lists of all items, by row. */
  interface Visits {
    /** Rows of what was visited before the item; a negative one is passed over. */
    int[] previous(int item);

    /** How often each was; one that is not finite and above 0 is passed over. */
    float[] counts(int item);
  }

  private AffinityTable(int items, int columns) {
    this.columns = columns;
    this.rows = new int[Math.multiplyExact(items, columns)];
    this.affinities = new float[rows.length];
    this.counts = new float[rows.length];
  }

  /**
   * Works out the table.
   *
   * @param factors of the affinity, one an item, finite and above 0
   * @param columns T; 0 makes an empty table
   */
  static AffinityTable of(Visits visits, float[] factors, int columns) {
    AffinityTable table = new AffinityTable(factors.length, columns);
    if (columns == 0) {
      return table;
    }
    Transposed transposed = new Transposed(visits, factors.length);
    NeighbourSums sums = new NeighbourSums(factors.length);
    NeighbourSums own = new NeighbourSums(factors.length);
    for (int item = 0; item < factors.length; item++) {
      sums.add(visits, item);
      own.add(visits, item);
      transposed.addTo(sums, item);
      table.set(item, sums, factors);
      table.setCounts(item, own);
      sums.clear();
      own.clear();
    }
    return table;
  }

  /** Writes an item's rows and affinities into [0, T). */
  void copy(int item, int[] targetRows, float[] targetAffinities) {
    System.arraycopy(rows, item * columns, targetRows, 0, columns);
    System.arraycopy(affinities, item * columns, targetAffinities, 0, columns);
  }

  /** Writes the item's own counts of its rows into [0, T). */
  void copyCounts(int item, float[] target) {
    System.arraycopy(counts, item * columns, target, 0, columns);
  }

  private void setCounts(int item, NeighbourSums own) {
    for (int at = item * columns; at < (item + 1) * columns; at++) {
      counts[at] = affinities[at] > 0 ? own.sumOfRow[rows[at]] : 0;
    }
  }

  /*
   * Sorts longs whose upper half is the affinity's bits, rising with it since it is above 0, and
   * whose lower half falls with the row.
   */
  private void set(int item, NeighbourSums sums, float[] factors) {
    long[] keys = new long[sums.count];
    for (int at = 0; at < keys.length; at++) {
      int row = sums.rows[at];
      float affinity = (float) (Math.sqrt(sums.sumOfRow[row]) * factors[item] * factors[row]);
      keys[at] = ((long) Float.floatToRawIntBits(affinity) << Integer.SIZE) | (~row & 0xFFFF_FFFFL);
    }
    Arrays.sort(keys);
    for (int column = 0; column < Math.min(columns, keys.length); column++) {
      long key = keys[keys.length - 1 - column];
      rows[item * columns + column] = ~(int) key;
      affinities[item * columns + column] = Float.intBitsToFloat((int) (key >>> Integer.SIZE));
    }
  }

  /** Sums by row for one item at a time, cheap to clear. */
  private static final class NeighbourSums {
    private final float[] sumOfRow;
    private final int[] rows;
    private int count;

    NeighbourSums(int items) {
      sumOfRow = new float[items];
      rows = new int[items];
    }

    void add(Visits visits, int item) {
      int[] previous = visits.previous(item);
      float[] counts = visits.counts(item);
      for (int at = 0; at < previous.length; at++) {
        if (isSound(previous[at], counts[at])) {
          add(previous[at], counts[at]);
        }
      }
    }

    void add(int row, float visits) {
      if (sumOfRow[row] == 0) {
        rows[count++] = row;
      }
      sumOfRow[row] += visits;
    }

    void clear() {
      for (int at = 0; at < count; at++) {
        sumOfRow[rows[at]] = 0;
      }
      count = 0;
    }
  }

  /** Who was visited after each item: the entries of item r stand in [starts[r], starts[r + 1]). */
  private static final class Transposed {
    private final int[] starts;
    private final int[] nextRows;
    private final float[] counts;

    Transposed(Visits visits, int items) {
      starts = new int[items + 1];
      forEach(visits, items, (_, row, _) -> starts[row + 1]++);
      for (int row = 0; row < items; row++) {
        starts[row + 1] = Math.addExact(starts[row], starts[row + 1]);
      }
      nextRows = new int[starts[items]];
      counts = new float[starts[items]];
      int[] ends = starts.clone();
      forEach(
          visits,
          items,
          (item, row, count) -> {
            nextRows[ends[row]] = item;
            counts[ends[row]++] = count;
          });
    }

    void addTo(NeighbourSums sums, int item) {
      for (int at = starts[item]; at < starts[item + 1]; at++) {
        sums.add(nextRows[at], counts[at]);
      }
    }

    private interface Entry {
      void take(int item, int previousRow, float count);
    }

    private static void forEach(Visits visits, int items, Entry entry) {
      for (int item = 0; item < items; item++) {
        int[] previous = visits.previous(item);
        float[] counts = visits.counts(item);
        for (int at = 0; at < previous.length; at++) {
          if (isSound(previous[at], counts[at])) {
            entry.take(item, previous[at], counts[at]);
          }
        }
      }
    }
  }

  private static boolean isSound(int row, float count) {
    return row >= 0 && count > 0 && count < Float.POSITIVE_INFINITY;
  }
}
