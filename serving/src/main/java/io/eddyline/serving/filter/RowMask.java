package io.eddyline.serving.filter;

import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * A set of rows that never changes, one bit a row.
 *
 * <p>Threading: immutable.
 */
public final class RowMask {
  private final BitSet rows;
  private final int rowCount;
  private final int cardinality;

  /**
   * Takes a set as its own.
   *
   * @param rowCount rows are 0 to this, exclusive
   */
  RowMask(BitSet rows, int rowCount) {
    this.rows = rows;
    this.rowCount = rowCount;
    this.cardinality = rows.cardinality();
  }

  /** A copy of the set. */
  BitSet copy() {
    return (BitSet) rows.clone();
  }

  public boolean holds(int row) {
    return rows.get(row);
  }

  /** Rows in the set. */
  public int cardinality() {
    return cardinality;
  }

  /** Rows of the version, in the set or not. */
  public int rowCount() {
    return rowCount;
  }

  /** Visits the rows in the set, ascending. */
  public void forEach(IntConsumer visitor) {
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      visitor.accept(row);
    }
  }

  /** Visits the rows that are not in the set, ascending. */
  public void forEachOther(IntConsumer visitor) {
    for (int row = rows.nextClearBit(0); row < rowCount; row = rows.nextClearBit(row + 1)) {
      visitor.accept(row);
    }
  }

  /** Heap of the bits. */
  int sizeBytes() {
    return rows.size() / Byte.SIZE;
  }
}
