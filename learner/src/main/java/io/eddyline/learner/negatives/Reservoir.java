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
 *   users | items | weights | clocks | closenesses | prefixSizes | prefixes
 *                                                                 prefixLimit items a slot, newest first
 * </pre>
 *
 * <p>Threading: one thread, the partition's.
 */
public final class Reservoir {
  private static final int FIRST_CAPACITY = 256;
  private static final int NONE = -1;

  private final int capacity;
  private final int prefixLimit;
  private final DirtyRows dirty = new DirtyRows();
  private int[] users = new int[0];
  private int[] items = new int[0];
  private float[] weights = new float[0];
  private long[] clocks = new long[0];
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
    return items[slot] == NONE;
  }

  /** The slot's event can no longer be replayed. */
  public void clear(int slot) {
    restoreEmpty(slot);
    dirty.mark(slot);
  }

  /** Drops items that are gone from the history of a slot. */
  public void dropFromPrefix(int slot, IntPredicate isGone) {
    int start = slot * prefixLimit;
    int kept = 0;
    for (int k = 0; k < prefixSizes[slot]; k++) {
      if (!isGone.test(prefixes[start + k])) {
        prefixes[start + kept++] = prefixes[start + k];
      }
    }
    if (kept < prefixSizes[slot]) {
      prefixSizes[slot] = kept;
      dirty.mark(slot);
    }
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

  /** Events that the partition had learnt with this one. */
  public long clock(int slot) {
    return clocks[slot];
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
  public void restore(
      int slot, int user, int item, float weight, long clock, int[] prefix, int prefixSize) {
    ensure(slot);
    users[slot] = user;
    clocks[slot] = clock;
    items[slot] = item;
    weights[slot] = weight;
    closenesses[slot] = 0;
    prefixSizes[slot] = Math.min(prefixSize, prefixLimit);
    System.arraycopy(prefix, 0, prefixes, slot * prefixLimit, prefixSizes[slot]);
  }

  /** Sets a slot as empty as it was logged. */
  public void restoreEmpty(int slot) {
    ensure(slot);
    users[slot] = NONE;
    items[slot] = NONE;
    prefixSizes[slot] = 0;
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
    clocks = Arrays.copyOf(clocks, slots);
    closenesses = Arrays.copyOf(closenesses, slots);
    prefixSizes = Arrays.copyOf(prefixSizes, slots);
    prefixes = Arrays.copyOf(prefixes, slots * prefixLimit);
  }
}
