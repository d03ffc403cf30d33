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

  /** These rows, but those of {@code changed} as another mask has them. */
  RowMask replaced(BitSet changed, RowMask other) {
    BitSet kept = (BitSet) rows.clone();
    kept.andNot(changed);
    BitSet taken = (BitSet) other.rows.clone();
    taken.and(changed);
    kept.or(taken);
    return new RowMask(kept, rowCount);
  }

  /** Heap of the bits. */
  int sizeBytes() {
    return rows.size() / Byte.SIZE;
  }
}
