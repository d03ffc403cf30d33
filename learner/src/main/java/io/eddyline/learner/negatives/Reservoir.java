package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.DirtyRows;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A uniform sample of the events offered so far, each with the history as it was before the event.
 *
 * <p>Algorithm R (Vitter 1985, "Random sampling with a reservoir"): the first {@code capacity}
 * events fill the slots; the n-th event after that takes a uniform slot with probability {@code
 * capacity / n}.
 *
 * <p>Deviates from it where rows expire: an event that can no longer be replayed leaves its slot to
 * the next one, so that the sample leans to newer events instead of drying up.
 *
 * <pre>
 *   chunks[slot / 1024] ──▶ | slot 0 | slot 1 | ... | slot 1023 |
 *
 *   a slot, 7 + prefixLimit ints:
 *   user | item | weight | closeness | clock, high and low half | prefix size | prefix, newest first
 * </pre>
 *
 * <p>Threading: one thread, the partition's.
 */
public final class Reservoir {
  private static final int CHUNK_SLOTS = 1 << 10;
  private static final int NONE = -1;

  private static final int USER = 0;
  private static final int ITEM = 1;
  private static final int WEIGHT = 2;
  private static final int CLOSENESS = 3;
  private static final int CLOCK = 4;
  private static final int PREFIX_SIZE = 6;
  private static final int PREFIX = 7;

  private final int capacity;
  private final int prefixLimit;
  private final int stride;
  private final DirtyRows dirty = new DirtyRows();
  private int[][] chunks = {};
  private long count;

  /**
   * @param capacity most events kept; memory grows with use, and what is there never moves
   * @param prefixLimit most items of a history
   */
  public Reservoir(int capacity, int prefixLimit) {
    this.capacity = capacity;
    this.prefixLimit = prefixLimit;
    this.stride = PREFIX + prefixLimit;
  }

  /** Most events kept. */
  public int capacity() {
    return capacity;
  }

  /** Slots in use, [0, size). */
  public int size() {
    return (int) Math.min(count, capacity);
  }

  /** Events ever offered. */
  public long count() {
    return count;
  }

  /**
   * Offers an event.
   *
   * @param user row of the user
   * @param item ordinal of the item
   * @param clock events that the partition had learnt with it
   * @param prefix the history before the event, newest first, from index 0
   * @return the slot that it took, or -1
   */
  public int offer(
      int user,
      int item,
      float weight,
      long clock,
      int[] prefix,
      int prefixSize,
      Generator generator) {
    long slot = count < capacity ? count : generator.nextLong(count + 1);
    if (slot >= capacity) {
      count++;
      return NONE;
    }
    put((int) slot, user, item, weight, clock, prefix, prefixSize);
    return (int) slot;
  }

  /** Takes an event into a slot in use; otherwise as {@link #offer}. */
  public void put(
      int slot, int user, int item, float weight, long clock, int[] prefix, int prefixSize) {
    count++;
    restore(slot, user, item, weight, clock, prefix, prefixSize);
    dirty.mark(slot);
  }

  /** Whether the slot's event was cleared. */
  public boolean isEmpty(int slot) {
    return item(slot) == NONE;
  }

  /** The slot's event can no longer be replayed. */
  public void clear(int slot) {
    restoreEmpty(slot);
    dirty.mark(slot);
  }

  /** Drops items that are gone from the history of a slot. */
  public void dropFromPrefix(int slot, IntPredicate isGone) {
    int[] chunk = chunk(slot);
    int start = offset(slot) + PREFIX;
    int size = prefixSize(slot);
    int kept = 0;
    for (int k = 0; k < size; k++) {
      if (!isGone.test(chunk[start + k])) {
        chunk[start + kept++] = chunk[start + k];
      }
    }
    if (kept < size) {
      set(slot, PREFIX_SIZE, kept);
      dirty.mark(slot);
    }
  }

  /** Row of the user. */
  public int user(int slot) {
    return field(slot, USER);
  }

  /** Ordinal of the item. */
  public int item(int slot) {
    return field(slot, ITEM);
  }

  public float weight(int slot) {
    return Float.intBitsToFloat(field(slot, WEIGHT));
  }

  /** Events that the partition had learnt with this one. */
  public long clock(int slot) {
    return (long) field(slot, CLOCK) << Integer.SIZE
        | Integer.toUnsignedLong(field(slot, CLOCK + 1));
  }

  /** How close the query was to the item when the event was last trained; 0 if nobody said. */
  public float closeness(int slot) {
    return Float.intBitsToFloat(field(slot, CLOSENESS));
  }

  public void setCloseness(int slot, float closeness) {
    restoreCloseness(slot, closeness);
    dirty.mark(slot);
  }

  public int prefixSize(int slot) {
    return field(slot, PREFIX_SIZE);
  }

  /** Copies the history, newest first; returns its length. */
  public int readPrefix(int slot, int[] target) {
    int size = prefixSize(slot);
    System.arraycopy(chunk(slot), offset(slot) + PREFIX, target, 0, size);
    return size;
  }

  /** Sets a slot as it was logged. */
  public void restore(
      int slot, int user, int item, float weight, long clock, int[] prefix, int prefixSize) {
    ensure(slot);
    int[] chunk = chunk(slot);
    int at = offset(slot);
    int kept = Math.min(prefixSize, prefixLimit);
    chunk[at + USER] = user;
    chunk[at + ITEM] = item;
    chunk[at + WEIGHT] = Float.floatToRawIntBits(weight);
    chunk[at + CLOSENESS] = 0;
    chunk[at + CLOCK] = (int) (clock >>> Integer.SIZE);
    chunk[at + CLOCK + 1] = (int) clock;
    chunk[at + PREFIX_SIZE] = kept;
    System.arraycopy(prefix, 0, chunk, at + PREFIX, kept);
  }

  /** Sets a slot as empty as it was logged. */
  public void restoreEmpty(int slot) {
    ensure(slot);
    set(slot, USER, NONE);
    set(slot, ITEM, NONE);
    set(slot, PREFIX_SIZE, 0);
  }

  /** Sets the closeness of a slot as it was logged, after the slot. */
  public void restoreCloseness(int slot, float closeness) {
    set(slot, CLOSENESS, Float.floatToRawIntBits(closeness));
  }

  public void restoreCount(long savedCount) {
    count = savedCount;
  }

  /** Slots changed since the last commit. */
  public int dirtyCount() {
    return dirty.count();
  }

  public int dirtySlot(int k) {
    return dirty.row(k);
  }

  public void clearDirty() {
    dirty.clear();
  }

  private int field(int slot, int field) {
    return chunk(slot)[offset(slot) + field];
  }

  private void set(int slot, int field, int value) {
    chunk(slot)[offset(slot) + field] = value;
  }

  private int[] chunk(int slot) {
    return chunks[slot / CHUNK_SLOTS];
  }

  private int offset(int slot) {
    return (slot & CHUNK_SLOTS - 1) * stride;
  }

  private void ensure(int slot) {
    for (int chunk = chunks.length; chunk <= slot / CHUNK_SLOTS; chunk++) {
      chunks = Arrays.copyOf(chunks, chunk + 1);
      chunks[chunk] = new int[Math.min(CHUNK_SLOTS, capacity - chunk * CHUNK_SLOTS) * stride];
    }
  }
}
