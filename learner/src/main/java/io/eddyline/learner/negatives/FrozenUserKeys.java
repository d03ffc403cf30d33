package io.eddyline.learner.negatives;

/**
 * A copy of a {@link UserKeyQueue} as it was at one moment, for mining: keys, and the marks of what
 * their users have seen.
 *
 * <p>Threading: filled by the queue's thread, then published to the miner's with the episode that
 * holds it and unchanged until it comes back.
 */
final class FrozenUserKeys {
  final float[] keys;
  final long[] marks;
  private final int capacity;
  private long count;

  FrozenUserKeys(int capacity, int dimension) {
    this.capacity = capacity;
    this.keys = new float[Math.multiplyExact(capacity, dimension)];
    this.marks = new long[Math.multiplyExact(capacity, UserKeyQueue.MARK_WORDS)];
  }

  /** Takes over the count of a queue whose keys and marks were copied in. */
  void freeze(long queueCount) {
    count = queueCount;
  }

  /** Slots in use, [0, size). */
  int size() {
    return (int) Math.min(count, capacity);
  }

  /** The serial of the user in a slot in use, see {@link UserKeyQueue#serial}. */
  int serial(int slot) {
    return UserKeyQueue.serial(slot, count, capacity);
  }

  /** The slot of a serial, -1 if it was not in the queue at that moment. */
  int slotOf(int serial) {
    return UserKeyQueue.slotOf(serial, count, capacity);
  }

  /** Whether the slot's user may have the item; false is certain as far as the queue knew. */
  boolean mayHaveSeen(int slot, int item) {
    return UserKeyQueue.isMarked(marks, slot, item);
  }
}
