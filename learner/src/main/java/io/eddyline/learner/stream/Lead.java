package io.eddyline.learner.stream;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each user partition is ahead of the item partitions that learn from it, in interactions.
 *
 * <p>Every batch of item updates carries the interaction offset that it goes up to; the item side
 * says, in its progress record and within the process at once, what it has applied. The lead of a
 * user partition is what it sent last minus the least that an item partition has applied.
 *
 * <pre>
 *   sent[user partition]                       offset of the last interaction whose updates were sent
 *   applied[item partition][user partition]    offset up to which they were learnt
 * </pre>
 *
 * <p>Threading: thread-safe; each cell only rises, but for {@code sent} when its partition starts
 * again. A lead is exact once both sides are quiet.
 */
final class Lead {
  private static final long NONE = -1;

  private final int userPartitions;
  private final int itemPartitions;
  private final AtomicLongArray sent;
  private final AtomicLongArray base;
  private final AtomicLongArray applied;

  Lead(int userPartitions, int itemPartitions) {
    this.userPartitions = userPartitions;
    this.itemPartitions = itemPartitions;
    sent = filled(userPartitions);
    base = filled(userPartitions);
    applied = filled(userPartitions * itemPartitions);
  }

  /**
   * The user partition starts, maybe again: what it had sent beyond this interaction was never
   * committed and will be sent again.
   */
  void starts(int userPartition, long offset) {
    base.compareAndSet(userPartition, NONE, offset);
    sent.set(userPartition, offset);
  }

  /** The user partition has sent its updates up to this interaction. */
  void sent(int userPartition, long offset) {
    base.compareAndSet(userPartition, NONE, offset);
    raise(sent, userPartition, offset);
  }

  /** The item partition has learnt what the user partition sent up to this interaction. */
  void applied(int itemPartition, int userPartition, long offset) {
    if (itemPartition < itemPartitions && userPartition < userPartitions) {
      raise(applied, itemPartition * userPartitions + userPartition, offset);
    }
  }

  /** Interactions by which the user partition is ahead; 0 before it has sent anything. */
  long of(int userPartition) {
    long last = sent.get(userPartition);
    if (last == NONE) {
      return 0;
    }
    long least = last;
    for (int item = 0; item < itemPartitions; item++) {
      long known = applied.get(item * userPartitions + userPartition);
      least = Math.min(least, Math.max(known, base.get(userPartition)));
    }
    return last - least;
  }

  /** The leads of all user partitions, added up. */
  long total() {
    long total = 0;
    for (int user = 0; user < userPartitions; user++) {
      total += of(user);
    }
    return total;
  }

  private static AtomicLongArray filled(int length) {
    AtomicLongArray array = new AtomicLongArray(length);
    for (int at = 0; at < length; at++) {
      array.set(at, NONE);
    }
    return array;
  }

  private static void raise(AtomicLongArray array, int at, long value) {
    if (array.get(at) < value) {
      array.accumulateAndGet(at, value, Math::max);
    }
  }
}
