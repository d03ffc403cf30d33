package io.eddyline.learner.train;

import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the memory of one user partition bounded, a little with every event: removes users whose
 * row is expired, drops what is remembered of retired items, and retires items that never got a
 * row.
 *
 * <p>Threading: one thread, the partition's.
 */
final class UserExpiry implements AutoCloseable {
  private static final int NO_ROW = -1;
  /* One event lets one more user expire; two work off what a lowered setting leaves. */
  private static final int EXPIRED_PER_EVENT = 2;
  private static final int INSPECTION_EVENTS = 16;

  private final UserTable users;
  private final ItemReplica replica;
  private final @Nullable ReferenceSweep sweep;
  private long expiredUsers;

  UserExpiry(UserTable users, Reservoir reservoir, ItemKeyQueue queue, ItemReplica replica) {
    this.users = users;
    this.replica = replica;
    this.sweep = replica.expires() ? new ReferenceSweep(users, reservoir, queue, replica) : null;
  }

  /**
   * The work of one event.
   *
   * @param events that the partition has learnt
   */
  void step(long events) {
    for (int k = 0; k < EXPIRED_PER_EVENT; k++) {
      int user = users.expired(events);
      if (user == NO_ROW) {
        break;
      }
      users.remove(user);
      expiredUsers++;
    }
    if (sweep != null) {
      sweep.step();
      if (events % INSPECTION_EVENTS == 0) {
        replica.retireRowless(2 * INSPECTION_EVENTS);
      }
    }
  }

  /** Users whose row left since the start because it was not used. */
  long expiredUsers() {
    return expiredUsers;
  }

  /** Nothing is remembered any more. */
  @Override
  public void close() {
    if (sweep != null) {
      sweep.close();
    }
  }
}
