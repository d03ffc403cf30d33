package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

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
 * </pre>
 *
 * <p>A set of more than 16 has a {@link SeenIndex}; a smaller one is looked through.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class SeenSet {
  /** Items of a full block. */
  public static final int BLOCK_ITEMS = 64;

  private static final int SCAN_LIMIT = 16;
  private static final int FIRST_CAPACITY = 4;

  private final int limit;
  private int[] items = new int[FIRST_CAPACITY];
  private @Nullable SeenIndex index;
  private int size;
  private int firstBlock;
  private int loggedFirstBlock;
  private int loggedNextBlock;
  private int loggedEndBlock;
  private int sentNextBlock;
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
    SeenIndex known = index;
    if (known != null && known.isDense()) {
      return known.drop(slots, count, itemOf);
    }
    int doubts =
        known == null
            ? doubtFew(slots, count, itemOf, doubtful)
            : known.doubt(slots, count, itemOf, doubtful);
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

  /* A small set has marks in one word, made when it is asked. */
  private int doubtFew(int[] slots, int count, int[] itemOf, int[] doubtful) {
    long word = 0;
    for (int k = 0; k < size; k++) {
      word |= 1L << SeenIndex.hash(items[k]);
    }
    int doubts = 0;
    for (int k = 0; k < count; k++) {
      doubtful[doubts] = k;
      doubts += (int) (word >>> SeenIndex.hash(itemOf[slots[k]]) & 1);
    }
    return doubts;
  }

  /** The items, oldest first, [0, {@link #size}); the live array. */
  int[] items() {
    return items;
  }

  public boolean contains(int item) {
    SeenIndex known = index;
    if (known != null) {
      return known.contains(item);
    }
    for (int k = 0; k < size; k++) {
      if (items[k] == item) {
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
    SeenIndex known = index;
    boolean isFull =
        known == null ? size > SCAN_LIMIT : 2 * size > known.capacity() || !known.fits(item);
    if (isFull) {
      rebuildIndex();
    } else if (known != null) {
      known.add(item);
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

  /** The first full block that was not sent as it is to those who follow the rows. */
  public int sentNextBlock() {
    return Math.max(sentNextBlock, firstBlock);
  }

  /** Who follows the rows has the full blocks of now, from here or from the log. */
  public void markSent() {
    sentNextBlock = nextBlock();
  }

  /** The log holds exactly the full blocks of now. */
  public void markLogged() {
    loggedFirstBlock = firstBlock;
    loggedNextBlock = nextBlock();
    loggedEndBlock = loggedNextBlock;
  }

  /**
   * Prepares an empty set for restoring: then {@link #add} every item, oldest first, {@link
   * #markLogged} and {@link #markSent}.
   *
   * @param count items that will be added, for whom room is made
   */
  public void restore(int savedFirstBlock, long savedForgotten, int count) {
    int expected = Math.clamp(count, 0, limit);
    items = new int[Math.max(FIRST_CAPACITY, expected)];
    size = 0;
    index = expected > SCAN_LIMIT ? emptyIndex(expected) : null;
    firstBlock = savedFirstBlock;
    forgotten = savedForgotten;
  }

  private SeenIndex emptyIndex(int count) {
    SeenIndex empty = new SeenIndex();
    empty.rebuild(slots(count), items, 0);
    return empty;
  }

  /* A power of two that leaves the index at most half full. */
  private static int slots(int count) {
    return Integer.highestOneBit(count) * 4;
  }

  /** Writes the set, all of whose blocks are in the log. */
  void write(ItemNames names, ColumnWriter out) {
    out.putInt(size);
    out.putInt(firstBlock);
    out.putLong(forgotten);
    names.write(items, 0, size, out);
  }

  /** Fills an empty set of the same limit. */
  void read(ItemNames names, ColumnReader in) {
    int count = in.getCount();
    restore(in.getInt(), in.getLong(), count);
    names.read(items, 0, count, in);
    size = count;
    rebuildIndex();
    markLogged();
    markSent();
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
      int firstMoved = firstBlock + firstGone / BLOCK_ITEMS;
      loggedNextBlock = Math.min(loggedNextBlock, firstMoved);
      sentNextBlock = Math.min(sentNextBlock, firstMoved);
      if (size < items.length / 4) {
        items = Arrays.copyOf(items, Math.max(FIRST_CAPACITY, 2 * size));
      }
      rebuildIndex();
    }
    return dropped;
  }

  private void forgetOldestBlock() {
    System.arraycopy(items, BLOCK_ITEMS, items, 0, size - BLOCK_ITEMS);
    size -= BLOCK_ITEMS;
    firstBlock++;
    forgotten += BLOCK_ITEMS;
    rebuildIndex();
  }

  private void rebuildIndex() {
    if (size <= SCAN_LIMIT) {
      index = null;
      return;
    }
    SeenIndex rebuilt = index == null ? new SeenIndex() : index;
    rebuilt.rebuild(slots(size), items, size);
    index = rebuilt;
  }
}
