package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.util.Arrays;

/**
 * From an id to its row: open addressing with linear probing over the rows of a vocabulary.
 *
 * <p>A slot holds a row or {@link #MISSING}, at most every second is used; the ids stay in the
 * mapped file, so that a row costs at most 16 bytes of heap.
 *
 * <p>Threading: immutable.
 */
final class RowIndex {
  /** The row of an id that is not there. */
  static final int MISSING = -1;

  private static final int MAX_ROWS = 1 << 29;
  private static final int ROWS_A_PIECE = 4_096;

  private final Vocabulary ids;
  private final int[] slots;

  /**
   * Indexes every row.
   *
   * @throws FormatException if an id stands twice
   */
  RowIndex(Vocabulary ids, LoadPace pace) {
    if (ids.size() > MAX_ROWS) {
      throw new FormatException("%d rows, expected at most %d".formatted(ids.size(), MAX_ROWS));
    }
    this.ids = ids;
    this.slots = new int[Integer.highestOneBit(Math.max(1, ids.size())) << 2];
    Arrays.fill(slots, MISSING);
    for (int row = 0; row < ids.size(); row++) {
      String id = ids.id(row);
      int slot = find(id);
      if (slots[slot] != MISSING) {
        throw new FormatException(
            "id \"%s\" stands in rows %d and %d".formatted(id, slots[slot], row));
      }
      slots[slot] = row;
      if (row % ROWS_A_PIECE == 0) {
        pace.pause();
      }
    }
  }

  /** The id's row, or {@link #MISSING}. */
  int row(String id) {
    return slots[find(id)];
  }

  /** The slot that holds the id, or the free one where it would stand. */
  private int find(String id) {
    int mask = slots.length - 1;
    int slot = spread(id.hashCode()) & mask;
    while (slots[slot] != MISSING && !ids.is(slots[slot], id)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The 32-bit finaliser of MurmurHash3 (Appleby): similar ids fall far apart. */
  private static int spread(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
    return mixed ^ (mixed >>> 16);
  }
}
