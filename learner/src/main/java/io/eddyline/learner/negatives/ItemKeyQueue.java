package io.eddyline.learner.negatives;

import io.eddyline.learner.table.DirtyRows;

/**
 * A ring of the last item keys that one partition's user side trained with, with the items they
 * belong to. The newest replaces the oldest; an item may have several keys of different age.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ItemKeyQueue {
  /** The item of a key whose item has no row any more; the key stays. */
  public static final int NAMELESS = -1;

  private final int capacity;
  private final int dimension;
  private final float[] keys;
  private final int[] items;
  private final DirtyRows dirty = new DirtyRows();
  private long count;

  /**
   * @param capacity slots
   * @param dimension floats of a key
   */
  public ItemKeyQueue(int capacity, int dimension) {
    this.capacity = capacity;
    this.dimension = dimension;
    this.keys = new float[Math.multiplyExact(capacity, dimension)];
    this.items = new int[capacity];
  }

  /** Most keys. */
  public int capacity() {
    return capacity;
  }

  /** Slots in use, [0, size). */
  public int size() {
    return (int) Math.min(count, capacity);
  }

  /** Keys ever put in. */
  public long count() {
    return count;
  }

  /** Puts in the key of an item, {@code dimension} floats from {@code at}. */
  public void add(int item, float[] key, int at) {
    int slot = (int) (count++ % capacity);
    set(slot, item, key, at);
    dirty.mark(slot);
  }

  /** The item of a slot, its ordinal in the replica, or {@link #NAMELESS}. */
  public int item(int slot) {
    return items[slot];
  }

  /** The items of all slots, {@link #item}; the live array. */
  public int[] items() {
    return items;
  }

  /** All keys, {@code capacity x dimension}, row-major; the live array. */
  public float[] keys() {
    return keys;
  }

  /** Where the key of a slot starts in {@link #keys}. */
  public int keyOffset(int slot) {
    return slot * dimension;
  }

  /** The slot's key belongs to no item any more. */
  public void forgetItem(int slot) {
    items[slot] = NAMELESS;
    dirty.mark(slot);
  }

  /** Sets a slot as it was logged. */
  public void restore(int slot, int item, float[] key) {
    set(slot, item, key, 0);
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

  private void set(int slot, int item, float[] key, int at) {
    items[slot] = item;
    System.arraycopy(key, at, keys, slot * dimension, dimension);
  }
}
