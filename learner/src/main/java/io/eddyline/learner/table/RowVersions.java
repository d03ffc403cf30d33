package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;

/**
 * The count of changes of each row of a table, which is the count of its version, and the rows that
 * changed since the last commit.
 *
 * <p>A new row counts on from the highest count that a removal had, so that an id that comes back
 * is never older than it was, nor than its removal.
 *
 * <p>Threading: one thread, the table's.
 */
final class RowVersions {
  private final DirtyRows dirty = new DirtyRows();
  private long[] counts = {};
  private long floor;

  /** Makes room for a table's {@link RowIds#capacity}. */
  void ensure(int capacity) {
    if (capacity > counts.length) {
      counts = Arrays.copyOf(counts, capacity);
    }
  }

  /** The row has a new holder. */
  void start(int row) {
    counts[row] = floor;
  }

  /** The row has lost its holder, which is a change of it too. */
  void end(int row) {
    floor = Math.max(floor, removal(row));
  }

  /** The count that the removal of the row's holder has. */
  long removal(int row) {
    return counts[row] + 1;
  }

  /** Changes of the row in its life. */
  long count(int row) {
    return counts[row];
  }

  /** Counts a change and puts the row on the dirty list. */
  void changed(int row) {
    counts[row]++;
    dirty.mark(row);
  }

  void restore(int row, long count) {
    counts[row] = count;
  }

  /** Writes the counts of rows [0, rows). */
  void write(int rows, ColumnWriter out) {
    out.putLongs(counts, 0, rows);
  }

  /** Reads the counts of rows [0, rows), for which there is room. */
  void read(int rows, ColumnReader in) {
    in.getLongs(counts, 0, rows);
  }

  /** The highest count that a removal had. */
  long floor() {
    return floor;
  }

  void restoreFloor(long saved) {
    floor = saved;
  }

  /** Rows to log with the next commit; one may have lost its holder since. */
  DirtyRows dirty() {
    return dirty;
  }
}
