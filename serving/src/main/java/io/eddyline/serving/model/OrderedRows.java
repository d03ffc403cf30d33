package io.eddyline.serving.model;

import java.lang.invoke.VarHandle;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * All rows of a version by some number of theirs, greatest first, equal ones by row. They are
 * ordered anew now and then, in memory that is used again: who reads while it is written reads once
 * more.
 *
 * <p>Threading: one writer; {@link #read} from any thread, without locks.
 */
public final class OrderedRows {
  private volatile RowList current;

  /**
   * Rows that may be written again.
   *
   * <p>Threading: one writer, which says before each time that it begins.
   */
  static final class RowList {
    final int[] rows;
    private volatile int writings;

    RowList(int[] rows) {
      this.rows = rows;
    }

    /** What was read of the rows does not count any more. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void beginWriting() {
      writings++;
      VarHandle.fullFence();
    }
  }

  OrderedRows(int[] rows) {
    this.current = new RowList(rows);
  }

  /**
   * Reads the order, again if it was written meanwhile.
   *
   * @param reader is given the row at a rank, 0 for the greatest; all that it says is taken from
   *     its last call, in others the same row may stand at several ranks
   */
  public <T> T read(Function<IntUnaryOperator, T> reader) {
    while (true) {
      RowList list = current;
      int writings = list.writings;
      if (list == current) {
        T read = reader.apply(rank -> list.rows[rank]);
        VarHandle.fullFence();
        if (list.writings == writings) {
          return read;
        }
      }
    }
  }

  /** Shows another order; returns the one before, whose memory the writer may use again. */
  RowList show(RowList next) {
    RowList before = current;
    current = next;
    return before;
  }
}
