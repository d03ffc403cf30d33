package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.DirtyRows;
import java.util.Arrays;
import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A ring of user keys on one partition of the item side, one slot a user: a user who is in has the
 * slot overwritten, another one replaces the oldest. Each carries the latest items that the user
 * has seen, so that nobody becomes a negative of an item that he has.
 *
 * <pre>
 *   keys  | slot 0: dimension floats | slot 1 | ...
 *   seen  | slot 0: up to seenLimit ordinals of this partition's items | slot 1 | ...
 *   marks | slot 0: 4096 bits, bit (ordinal mod 4096) of each seen item set | slot 1 | ...
 * </pre>
 *
 * <p>The marks answer most questions for an item that is not there with one read; a set bit is
 * checked against the list, unless no ordinal has come that is 4096 or more: then each has its own
 * bit.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class UserKeyQueue {
  private static final int MISSING = -1;
  private static final int MARK_BITS = 1 << 12;
  static final int MARK_WORDS = MARK_BITS / Long.SIZE;

  private final int capacity;
  private final int dimension;
  private final int seenLimit;
  private final float[] keys;
  private final int[] seen;
  private final int[] seenCounts;
  private final long[] marks;
  private final @Nullable String[] users;
  private final Object2IntHashMap<String> slots;
  private final DirtyRows dirty = new DirtyRows();
  private int[] doubtful = {};
  private boolean areMarksExact = true;
  private long count;

  /**
   * @param capacity slots
   * @param dimension floats of a key
   * @param seenLimit most seen items of an entry, at least 1
   */
  public UserKeyQueue(int capacity, int dimension, int seenLimit) {
    this.capacity = capacity;
    this.dimension = dimension;
    this.seenLimit = seenLimit;
    this.keys = new float[Math.multiplyExact(capacity, dimension)];
    this.seen = new int[Math.multiplyExact(capacity, seenLimit)];
    this.seenCounts = new int[capacity];
    this.marks = new long[Math.multiplyExact(capacity, MARK_WORDS)];
    this.users = new @Nullable String[capacity];
    this.slots = new Object2IntHashMap<>(2 * capacity, 0.5f, MISSING);
  }

  /** Most users. */
  public int capacity() {
    return capacity;
  }

  /** Floats of a key. */
  int dimension() {
    return dimension;
  }

  /** Slots in use, [0, size). */
  public int size() {
    return (int) Math.min(count, capacity);
  }

  /** Users ever given a slot. */
  public long count() {
    return count;
  }

  /** The user's slot, or -1. */
  public int find(String user) {
    return slots.getValue(user);
  }

  /**
   * Puts in a user's key.
   *
   * @param key {@code dimension} floats from index 0
   * @param item the user's newest item
   * @param older the user's items before that, newest first, from index 0; what passes the seen
   *     limit is dropped
   * @return the user's slot
   */
  public int put(String user, float[] key, int item, int[] older, int olderCount) {
    return put(find(user), user, key, item, older, olderCount);
  }

  /**
   * As the other, of a user who was looked up before.
   *
   * @param known what {@link #find} says of the user
   */
  public int put(int known, String user, float[] key, int item, int[] older, int olderCount) {
    assert known == find(user) : "user %s: slot %d, not %d".formatted(user, find(user), known);
    int slot = known == MISSING ? (int) (count++ % capacity) : known;
    claim(slot, user, key);
    int kept = Math.min(olderCount, seenLimit - 1);
    seen[slot * seenLimit] = item;
    System.arraycopy(older, 0, seen, slot * seenLimit + 1, kept);
    seenCounts[slot] = kept + 1;
    mark(slot);
    dirty.mark(slot);
    return slot;
  }

  /**
   * The number of the slot's user among all ever given a slot, in 32 bits: names the user's stay in
   * the queue.
   */
  int serial(int slot) {
    return serial(slot, count, capacity);
  }

  /** The slot of a serial, -1 if its user has been replaced. */
  int slotOf(int serial) {
    return slotOf(serial, count, capacity);
  }

  static int serial(int slot, long count, int capacity) {
    return (int) (slot + (count - 1 - slot) / capacity * capacity);
  }

  static int slotOf(int serial, long count, int capacity) {
    int age = (int) count - serial;
    return age > 0 && age <= Math.min(count, capacity) ? (int) ((count - age) % capacity) : MISSING;
  }

  /** Copies keys and marks. */
  void copyTo(FrozenUserKeys target) {
    int size = size();
    System.arraycopy(keys, 0, target.keys, 0, size * dimension);
    System.arraycopy(marks, 0, target.marks, 0, size * MARK_WORDS);
    target.freeze(count);
  }

  /** The user of a slot in use. */
  public String user(int slot) {
    String user = users[slot];
    if (user == null) {
      throw new IllegalArgumentException("slot %d of %d is empty".formatted(slot, capacity));
    }
    return user;
  }

  /** All keys, {@code capacity x dimension}, row-major; the live array. */
  public float[] keys() {
    return keys;
  }

  /** Where the key of a slot starts in {@link #keys}. */
  public int keyOffset(int slot) {
    return slot * dimension;
  }

  public int seenCount(int slot) {
    return seenCounts[slot];
  }

  /** The {@code k}-th seen item of a slot's user. */
  public int seen(int slot, int k) {
    return seen[slot * seenLimit + k];
  }

  /** Whether the slot's user has the item, as far as the entry knows. */
  public boolean hasSeen(int slot, int item) {
    return isMarked(marks, slot, item)
        && VectorKernels.contains(seen, slot * seenLimit, seenCounts[slot], item);
  }

  static boolean isMarked(long[] marks, int slot, int item) {
    long word = marks[slot * MARK_WORDS + (item & MARK_BITS - 1) / Long.SIZE];
    return (word >>> item & 1) != 0;
  }

  /**
   * Keeps, in order, those of the slots from index {@code from} to {@code to} whose user has not
   * seen the item and which are not {@code except}; those before {@code from} stay.
   *
   * @return end of what is left
   */
  public int dropSeen(int[] candidates, int from, int to, int item, int except) {
    if (doubtful.length < to) {
      doubtful = new int[candidates.length];
    }
    int word = item >>> 6 & MARK_WORDS - 1;
    if (areMarksExact && item < MARK_BITS) {
      for (int k = from; k < to; k++) {
        int slot = candidates[k];
        candidates[k] = slot ^ -(int) (marks[slot * MARK_WORDS + word] >>> item & 1);
      }
    } else {
      check(candidates, from, to, item);
    }
    int kept = from;
    for (int k = from; k < to; k++) {
      int slot = candidates[k];
      candidates[kept] = slot;
      kept += slot == except ? 0 : ~slot >>> 31;
    }
    return kept;
  }

  /* Turns the slots whose user has the item into their complements. */
  private void check(int[] candidates, int from, int to, int item) {
    int word = item >>> 6 & MARK_WORDS - 1;
    int doubts = 0;
    for (int k = from; k < to; k++) {
      doubtful[doubts] = k;
      doubts += (int) (marks[candidates[k] * MARK_WORDS + word] >>> item & 1);
    }
    for (int doubt = 0; doubt < doubts; doubt++) {
      int slot = candidates[doubtful[doubt]];
      boolean has = VectorKernels.contains(seen, slot * seenLimit, seenCounts[slot], item);
      candidates[doubtful[doubt]] = has ? ~slot : slot;
    }
  }

  /** Sets a slot as it was logged. */
  public void restore(int slot, String user, float[] key, int[] seenOrdinals, int seenCount) {
    int known = find(user);
    if (known != MISSING && known != slot) {
      users[known] = null;
    }
    claim(slot, user, key);
    seenCounts[slot] = Math.min(seenCount, seenLimit);
    System.arraycopy(seenOrdinals, 0, seen, slot * seenLimit, seenCounts[slot]);
    mark(slot);
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

  private void claim(int slot, String user, float[] key) {
    String previous = users[slot];
    if (!user.equals(previous)) {
      if (previous != null) {
        slots.remove(previous);
      }
      users[slot] = user;
      slots.put(user, slot);
    }
    System.arraycopy(key, 0, keys, slot * dimension, dimension);
  }

  private void mark(int slot) {
    int words = slot * MARK_WORDS;
    Arrays.fill(marks, words, words + MARK_WORDS, 0);
    int start = slot * seenLimit;
    int end = start + seenCounts[slot];
    int all = 0;
    for (int k = start; k < end; k++) {
      int item = seen[k];
      marks[words + (item >>> 6 & MARK_WORDS - 1)] |= 1L << item;
      all |= item;
    }
    areMarksExact &= all < MARK_BITS;
  }
}
