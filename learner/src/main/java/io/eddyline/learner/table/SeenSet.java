package io.eddyline.learner.table;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The distinct items that one user has seen: exact, in the order of first sight, bounded.
 *
 * <p>Items stand in blocks of {@link #BLOCK_ITEMS}. A full block has a number and changes only if
 * items are dropped from the set, so that otherwise a log writes each block once. When an item
 * would pass the bound, the oldest block leaves and its items are counted as forgotten.
 *
 * <pre>
 *   items: | block 7 | block 8 | block 9 | tail      |        firstBlock = 7, nextBlock = 10
 *            oldest                        newest
 *   table: open addressing, at most half full; none for a set of up to 16
 *   marks: 8 bits a slot of the table; bit (hash of the item) set
 * </pre>
 *
 * <p>Most questions are for items that are not there: the marks answer them without a branch.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class SeenSet {
  /** Items of a full block. */
  public static final int BLOCK_ITEMS = 64;

  private static final int EMPTY = -1;
  private static final int SCAN_LIMIT = 16;
  private static final int FIRST_CAPACITY = 4;
  private static final int SLOTS_PER_MARK_WORD = 8;

  private final int limit;
  private int[] items = new int[FIRST_CAPACITY];
  private int[] table = {};
  private long[] marks = {};
  private int size;
  private int firstBlock;
  private int loggedFirstBlock;
  private int loggedNextBlock;
  private int loggedEndBlock;
  private long forgotten;

  /**
   * @param limit most items kept, a positive multiple of {@link #BLOCK_ITEMS}
   */
  SeenSet(int limit) {
    this.limit = limit;
  }

  /**
   * Keeps, in order, those of the slots whose item is not in the set.
   *
   * @param slots from index 0; receives those that are left
   * @param itemOf the item of each slot
   * @param doubtful room for {@code count} entries, overwritten
   * @return how many are left
   */
  public int dropSeen(int[] slots, int count, int[] itemOf, int[] doubtful) {
    int doubts =
        marks.length == 0
            ? doubtFew(slots, count, itemOf, doubtful)
            : doubtMarked(slots, count, itemOf, doubtful);
    for (int doubt = 0; doubt < doubts; doubt++) {
      int k = doubtful[doubt];
      slots[k] = contains(itemOf[slots[k]]) ? ~slots[k] : slots[k];
    }
    int kept = 0;
    for (int k = 0; k < count; k++) {
      int slot = slots[k];
      slots[kept] = slot;
      kept += ~slot >>> 31;
    }
    return kept;
  }

  private int doubtMarked(int[] slots, int count, int[] itemOf, int[] doubtful) {
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

  /* A set without a table has all its marks in one word, made when it is asked. */
  private int doubtFew(int[] slots, int count, int[] itemOf, int[] doubtful) {
    long word = 0;
    for (int k = 0; k < size; k++) {
      word |= 1L << hash(items[k]);
    }
    int doubts = 0;
    for (int k = 0; k < count; k++) {
      doubtful[doubts] = k;
      doubts += (int) (word >>> hash(itemOf[slots[k]]) & 1);
    }
    return doubts;
  }

  /** The items, oldest first, [0, {@link #size}); the live array. */
  int[] items() {
    return items;
  }

  public boolean contains(int item) {
    if (table.length == 0) {
      for (int k = 0; k < size; k++) {
        if (items[k] == item) {
          return true;
        }
      }
      return false;
    }
    int mask = table.length - 1;
    for (int slot = slot(item, mask); table[slot] != EMPTY; slot = (slot + 1) & mask) {
      if (table[slot] == item) {
        return true;
      }
    }
    return false;
  }

  /** Adds an item; returns false if it was in, which changes nothing. */
  public boolean add(int item) {
    if (contains(item)) {
      return false;
    }
    if (size == limit) {
      forgetOldestBlock();
    }
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.min(limit, 2 * size));
    }
    items[size++] = item;
    if (2 * size > table.length) {
      rebuildTable(size > SCAN_LIMIT ? Integer.highestOneBit(size) * 4 : 0);
    } else {
      insert(item);
    }
    return true;
  }

  /** Items kept. */
  public int size() {
    return size;
  }

  /** The {@code k}-th item, oldest first. */
  public int item(int k) {
    assert k < size : "item %d of %d".formatted(k, size);
    return items[k];
  }

  /** Number of the oldest full block that is kept. */
  public int firstBlock() {
    return firstBlock;
  }

  /** Number that the next full block will have. */
  public int nextBlock() {
    return firstBlock + size / BLOCK_ITEMS;
  }

  /** Index of the first item of a full block, for {@link #item}. */
  public int blockStart(int block) {
    return (block - firstBlock) * BLOCK_ITEMS;
  }

  /** Index of the first item that is in no full block yet. */
  public int tailStart() {
    return size - size % BLOCK_ITEMS;
  }

  /** Items that left because of the bound. */
  public long forgotten() {
    return forgotten;
  }

  /** The oldest block that the log still holds; below {@link #firstBlock} they can go. */
  public int loggedFirstBlock() {
    return loggedFirstBlock;
  }

  /** The first full block that the log does not hold as it is. */
  public int loggedNextBlock() {
    return Math.max(loggedNextBlock, firstBlock);
  }

  /** Above the last block that the log still holds; from {@link #nextBlock} on they can go. */
  public int loggedEndBlock() {
    return loggedEndBlock;
  }

  /** The log holds exactly the full blocks of now. */
  public void markLogged() {
    loggedFirstBlock = firstBlock;
    loggedNextBlock = nextBlock();
    loggedEndBlock = loggedNextBlock;
  }

  /**
   * Prepares an empty set for restoring: then {@link #add} every item, oldest first, and {@link
   * #markLogged}.
   */
  public void restore(int savedFirstBlock, long savedForgotten) {
    size = 0;
    Arrays.fill(table, EMPTY);
    Arrays.fill(marks, 0);
    firstBlock = savedFirstBlock;
    forgotten = savedForgotten;
  }

  /**
   * Drops the items that are gone. Those behind the first of them move up, so the log has their
   * blocks to write again.
   *
   * @return how many were dropped
   */
  int removeIf(IntPredicate isGone) {
    int kept = 0;
    int firstGone = size;
    for (int k = 0; k < size; k++) {
      if (isGone.test(items[k])) {
        firstGone = Math.min(firstGone, k);
      } else {
        items[kept++] = items[k];
      }
    }
    int dropped = size - kept;
    if (dropped > 0) {
      size = kept;
      loggedNextBlock = Math.min(loggedNextBlock, firstBlock + firstGone / BLOCK_ITEMS);
      if (size < items.length / 4) {
        items = Arrays.copyOf(items, Math.max(FIRST_CAPACITY, 2 * size));
      }
      rebuildTable(size > SCAN_LIMIT ? Integer.highestOneBit(size) * 4 : 0);
    }
    return dropped;
  }

  private void forgetOldestBlock() {
    System.arraycopy(items, BLOCK_ITEMS, items, 0, size - BLOCK_ITEMS);
    size -= BLOCK_ITEMS;
    firstBlock++;
    forgotten += BLOCK_ITEMS;
    rebuildTable(table.length);
  }

  private void rebuildTable(int capacity) {
    if (capacity != table.length) {
      table = new int[capacity];
      marks = new long[capacity / SLOTS_PER_MARK_WORD];
    }
    if (capacity > 0) {
      Arrays.fill(table, EMPTY);
      Arrays.fill(marks, 0);
      for (int k = 0; k < size; k++) {
        insert(items[k]);
      }
    }
  }

  private void insert(int item) {
    int mask = table.length - 1;
    int slot = slot(item, mask);
    while (table[slot] != EMPTY) {
      slot = (slot + 1) & mask;
    }
    table[slot] = item;
    int hash = hash(item);
    marks[hash >>> 6 & marks.length - 1] |= 1L << hash;
  }

  private static int slot(int item, int mask) {
    return hash(item) & mask;
  }

  private static int hash(int item) {
    int hash = item * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }
}
