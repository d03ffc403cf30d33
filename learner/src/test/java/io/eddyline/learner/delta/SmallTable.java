package io.eddyline.learner.delta;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.UserTable;

/** A user table that a test changes as a user side would, and how far it has come. */
final class SmallTable implements AppliedProgress {
  static final int DIMENSION = 8;

  final UserTable users = new UserTable(DIMENSION, 4, 128);
  final ItemReplica replica =
      new ItemReplica(new FirstVector(7, DIMENSION), new PopularityDecay(500, 50, 1), 1, id -> 0);
  final UserDeltas deltas;

  /** Lets hand-overs fail. */
  boolean fails;

  private final int item = replica.ordinalOf("item");
  private long input = -1;

  SmallTable(DeltaTasks tasks, int partition, long epoch) {
    deltas = tasks.add(users, replica, partition, epoch, this);
  }

  /** A user has an event, which is the next input. */
  void event(String user) {
    event(users.findOrAdd(user));
  }

  /** The same, of an item that the user then has seen. */
  void event(String user, String itemId) {
    int row = users.findOrAdd(user);
    users.seen(row).add(replica.ordinalOf(itemId));
    event(row);
  }

  /** An event that was appended at another time than others, which are at their input's number. */
  void event(long appendedMs, String user) {
    event(users.findOrAdd(user), appendedMs);
  }

  void event(int row) {
    event(row, input + 1);
  }

  private void event(int row, long appendedMs) {
    input++;
    users.remember(row, item, 1, input);
    users.changed(row);
    deltas.event(row, appendedMs, appendedMs);
    deltas.applied();
  }

  @Override
  public long input() {
    if (fails) {
      throw new IllegalStateException("played failure");
    }
    return input;
  }

  @Override
  public int sourceCount() {
    return 1;
  }

  @Override
  public int sourcePartition(int k) {
    return 5;
  }

  @Override
  public long sourceOffset(int k) {
    return 10 * input;
  }
}
