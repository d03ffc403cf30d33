package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in the order of their last use, as a doubly linked list in arrays, so that the row to expire
 * next is known at once.
 *
 * <pre>
 *   oldest ──▶ row ◀──newer/older──▶ row ◀──▶ ... ◀── newest        usedAt rises along the list
 * </pre>
 *
 * <p>The clock is the table's: it counts what the partition has learnt, starts at 1 and never
 * falls.
 *
 * <p>Threading: one thread, the table's.
 */
final class UseOrder {
  private static final int NONE = -1;

  private final long expireAfter;
  private int[] older = {};
  private int[] newer = {};
  private long[] usedAt = {};
  private int oldest = NONE;
  private int newest = NONE;

  /**
   * @param expireAfter ticks of the clock after which an unused row is expired, at least 1
   */
  UseOrder(long expireAfter) {
    this.expireAfter = expireAfter;
  }

  /** Makes room for a table's {@link RowIds#capacity}. */
  void ensure(int capacity) {
    int known = usedAt.length;
    if (capacity > known) {
      older = Arrays.copyOf(older, capacity);
      newer = Arrays.copyOf(newer, capacity);
      usedAt = Arrays.copyOf(usedAt, capacity);
    }
  }

  /** Appends a row that is not in the list. */
  void add(int row, long clock) {
    usedAt[row] = clock;
    older[row] = newest;
    newer[row] = NONE;
    if (newest == NONE) {
      oldest = row;
    } else {
      newer[newest] = row;
    }
    newest = row;
  }

  /** The row is used now. */
  void touch(int row, long clock) {
    if (row == newest) {
      usedAt[row] = clock;
    } else {
      remove(row);
      add(row, clock);
    }
  }

  /** Takes a row out; before {@link #link} the order says nothing. */
  void remove(int row) {
    if (older[row] == NONE) {
      oldest = newer[row];
    } else {
      newer[older[row]] = newer[row];
    }
    if (newer[row] == NONE) {
      newest = older[row];
    } else {
      older[newer[row]] = older[row];
    }
  }

  /** A row that was not used for longer than it may, the oldest one; -1 if there is none. */
  int expired(long clock) {
    return oldest != NONE && clock - usedAt[oldest] > expireAfter ? oldest : NONE;
  }

  long usedAt(int row) {
    return usedAt[row];
  }

  /** Notes what the log has; {@link #link} puts the rows in order. 0: not known. */
  void restore(int row, long lastUsed) {
    usedAt[row] = lastUsed;
  }

  /** Writes the last uses of rows [0, rows). */
  void write(int rows, ColumnWriter out) {
    out.putLongs(usedAt, 0, rows);
  }

  /** Reads the last uses of rows [0, rows), for which there is room; {@link #link} ends it. */
  void read(int rows, ColumnReader in) {
    in.getLongs(usedAt, 0, rows);
  }

  /**
   * Links the restored rows by their last use; where it is not known, it is now.
   *
   * @param rows in the order that decides between rows of one use
   */
  void link(IntStream rows, long clock) {
    oldest = NONE;
    newest = NONE;
    List<Integer> sorted = new ArrayList<>();
    rows.forEach(
        row -> {
          usedAt[row] = usedAt[row] == 0 ? clock : usedAt[row];
          sorted.add(row);
        });
    sorted.sort(Comparator.comparingLong(row -> usedAt[row]));
    sorted.forEach(row -> add(row, usedAt[row]));
  }
}
