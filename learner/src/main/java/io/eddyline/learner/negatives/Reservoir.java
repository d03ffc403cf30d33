package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.DirtyRows;
import java.util.Arrays;

/**
 * A uniform sample of the events offered so far, each with the history as it was before the event.
 *
 * <p>Algorithm R (Vitter 1985, "Random sampling with a reservoir"): the first {@code capacity}
 * events fill the slots; the n-th event after that takes a uniform slot with probability {@code
 * capacity / n}.
 *
 * <pre>
 * users | items | weights | closenesses | prefixSizes | prefixes: prefixLimit items a slot, newest first
 * </pre>
 *
 * <p>Threading: one thread, the partition's.
 */
public final class Reservoir {
  private static final int FIRST_CAPACITY = 256;

  private final int capacity;
  private final int prefixLimit;
  private final DirtyRows dirty = new DirtyRows();
  private int[] users = new int[0];
  private int[] items = new int[0];
  private float[] weights = new float[0];
  private float[] closenesses = new float[0];
  private int[] prefixSizes = new int[0];
  private int[] prefixes = new int[0];
  private long count;

  /**
   * @param capacity most events kept; memory grows with use
   * @param prefixLimit most items of a history
   */
  public Reservoir(int capacity, int prefixLimit) {
    Math.multiplyExact(capacity, prefixLimit);
    this.capacity = capacity;
    this.prefixLimit = prefixLimit;
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
   * @param prefix the history before the event, newest first, from index 0
   * @return the slot that it took, or -1
   */
  public int offer(
      int user, int item, float weight, int[] prefix, int prefixSize, Generator generator) {
    count++;
    long slot = count <= capacity ? count - 1 : generator.nextLong(count);
    if (slot >= capacity) {
      return -1;
    }
    restore((int) slot, user, item, weight, prefix, prefixSize);
    dirty.mark((int) slot);
    return (int) slot;
  }

  /** Row of the user. */
  public int user(int slot) {
    return users[slot];
  }

  /** Ordinal of the item. */
  public int item(int slot) {
    return items[slot];
  }

  public float weight(int slot) {
    return weights[slot];
  }

  /** How close the query was to the item when the event was last trained; 0 if nobody said. */
  public float closeness(int slot) {
    return closenesses[slot];
  }

  public void setCloseness(int slot, float closeness) {
    closenesses[slot] = closeness;
    dirty.mark(slot);
  }

  public int prefixSize(int slot) {
    return prefixSizes[slot];
  }

  /** Copies the history, newest first; returns its length. */
  public int readPrefix(int slot, int[] target) {
    System.arraycopy(prefixes, slot * prefixLimit, target, 0, prefixSizes[slot]);
    return prefixSizes[slot];
  }

  /** Sets a slot as it was logged. */
  public void restore(int slot, int user, int item, float weight, int[] prefix, int prefixSize) {
    ensure(slot);
    users[slot] = user;
    items[slot] = item;
    weights[slot] = weight;
    closenesses[slot] = 0;
    prefixSizes[slot] = Math.min(prefixSize, prefixLimit);
    System.arraycopy(prefix, 0, prefixes, slot * prefixLimit, prefixSizes[slot]);
  }

  /** Sets the closeness of a slot as it was logged, after the slot. */
  public void restoreCloseness(int slot, float closeness) {
    closenesses[slot] = closeness;
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

  private void ensure(int slot) {
    if (slot < users.length) {
      return;
    }
    int slots = Math.min(capacity, Math.max(FIRST_CAPACITY, Math.max(slot + 1, 2 * users.length)));
    users = Arrays.copyOf(users, slots);
    items = Arrays.copyOf(items, slots);
    weights = Arrays.copyOf(weights, slots);
    closenesses = Arrays.copyOf(closenesses, slots);
    prefixSizes = Arrays.copyOf(prefixSizes, slots);
    prefixes = Arrays.copyOf(prefixes, slots * prefixLimit);
  }
}
