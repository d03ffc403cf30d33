package io.eddyline.learner.table;

import java.util.Arrays;

/**
 * Answers whether an item is in a {@link SeenSet} of more than a few, exactly.
 *
 * <pre>
 *   bits : one a possible item; where that takes no more memory than a table, as in a small catalogue
 *   else
 *   table: open addressing, at most half full
 *   marks: 8 bits a slot of the table; bit (hash of the item) set
 * </pre>
 *
 * <p>Bits answer without a branch. Most questions are for items that are not there: the marks
 * answer them without a branch as well.
 *
 * <p>Threading: one thread, the owner's.
 */
final class SeenIndex {
  private static final int EMPTY = -1;
  private static final int SLOTS_PER_MARK_WORD = 8;
  private static final int SLOTS_PER_BIT_WORD = 2;

  private int capacity;
  private int[] table = {};
  private long[] marks = {};
  /* The last word stays zero: it answers for all items beyond. */
  private long[] bits = {};

  /** Slots of the table, or what it would have; 0 before the first {@link #rebuild}. */
  int capacity() {
    return capacity;
  }

  boolean contains(int item) {
    if (bits.length > 0) {
      return (word(item) >>> item & 1) != 0;
    }
    int mask = table.length - 1;
    for (int slot = hash(item) & mask; table[slot] != EMPTY; slot = (slot + 1) & mask) {
      if (table[slot] == item) {
        return true;
      }
    }
    return false;
  }

  private long word(int item) {
    return bits[Math.min(item >>> 6, bits.length - 1)];
  }

  /** Whether there is a place for an item, as long as no more than half the capacity is used. */
  boolean fits(int item) {
    return bits.length == 0 || item >>> 6 < bits.length - 1;
  }

  /** Adds an item that is not in and {@link #fits}. */
  void add(int item) {
    if (bits.length > 0) {
      bits[item >>> 6] |= 1L << item;
      return;
    }
    int mask = table.length - 1;
    int slot = hash(item) & mask;
    while (table[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    table[slot] = item;
    int hash = hash(item);
    marks[hash >>> 6 & marks.length - 1] |= 1L << hash;
  }

  /** Empties it, with a capacity that is a power of two, and adds items. */
  void rebuild(int slots, int[] items, int size) {
    int most = 0;
    for (int k = 0; k < size; k++) {
      most = Math.max(most, items[k]);
    }
    int words = slots / SLOTS_PER_BIT_WORD;
    boolean isDense = most >>> 6 < words - 1;
    int tableSlots = isDense ? 0 : slots;
    if (capacity != slots || table.length != tableSlots) {
      capacity = slots;
      table = new int[tableSlots];
      marks = new long[tableSlots / SLOTS_PER_MARK_WORD];
      bits = new long[isDense ? words : 0];
    }
    clear();
    for (int k = 0; k < size; k++) {
      add(items[k]);
    }
  }

  private void clear() {
    Arrays.fill(table, EMPTY);
    Arrays.fill(marks, 0);
    Arrays.fill(bits, 0);
  }

  /** Whether it has bits. */
  boolean isDense() {
    return bits.length > 0;
  }

  /**
   * Keeps, in order, those of the slots whose item is not in; it {@link #isDense}.
   *
   * @return how many are left
   */
  int drop(int[] slots, int count, int[] itemOf) {
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int slot = slots[k];
      int item = itemOf[slot];
      slots[kept] = slot;
      kept += (int) (~(word(item) >>> item) & 1);
    }
    return kept;
  }

  /**
   * Asks the marks; it is not {@link #isDense}.
   *
   * @param doubtful receives the places of the slots whose item may be in
   * @return how many
   */
  int doubt(int[] slots, int count, int[] itemOf, int[] doubtful) {
    long[] words = marks;
    int wordMask = words.length - 1;
    int doubts = 0;
    for (int k = 0; k < count; k++) {
      int hash = hash(itemOf[slots[k]]);
      doubtful[doubts] = k;
      doubts += (int) (words[hash >>> 6 & wordMask] >>> hash & 1);
    }
    return doubts;
  }

  static int hash(int item) {
    int hash = item * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }
}
