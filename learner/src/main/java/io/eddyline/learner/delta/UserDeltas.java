package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserRowListener;
import io.eddyline.learner.table.UserTable;
import org.agrona.concurrent.EpochClock;

/**
 * What a user side hands over.
 *
 * <p>Threading: the task's stream thread.
 */
public final class UserDeltas extends TaskDeltas implements UserRowListener {
  private final UserTable users;
  private final UserMessages messages;
  private final UnsentRows ofEvents = new UnsentRows();
  private final UnsentRows beside = new UnsentRows();
  private final RemovedRows removed = new RemovedRows();

  UserDeltas(
      DeltaTasks tasks,
      TaskQueue queue,
      AppliedProgress progress,
      EpochClock clock,
      UserTable users,
      ItemReplica replica) {
    super(tasks, queue, progress, clock);
    this.users = users;
    this.messages = new UserMessages(users, replica, out());
  }

  /**
   * A user had an event, which is learnt: the row does not wait with those that changed beside it.
   *
   * @param row of the user, or -1 if he has none
   * @param appendedMs when the event was appended to its source; 0 if unknown
   * @param cleanedMs when its interaction was appended; 0 if unknown
   */
  public void event(int row, long appendedMs, long cleanedMs) {
    if (row >= 0 && (beside.contains(row) || ofEvents.contains(row))) {
      beside.remove(row);
      ofEvents.mark(row);
      ofEvents.stamp(row, appendedMs, cleanedMs);
    }
  }

  @Override
  public void changed(int row) {
    if (ofEvents.contains(row) || !beside.mark(row)) {
      countCoalesced();
    }
  }

  @Override
  public void removed(int row, long updates) {
    ofEvents.remove(row);
    beside.remove(row);
    removed.add(users.id(row), updates);
  }

  @Override
  boolean hasEvents() {
    return ofEvents.count() > 0 || !removed.isEmpty();
  }

  @Override
  boolean writeEvents() {
    if (!removed.handOver(out())) {
      return false;
    }
    while (ofEvents.count() > 0) {
      int row = ofEvents.first();
      if (!messages.write(row, ofEvents.appendedAtMs(row), ofEvents.cleanedAtMs(row))) {
        return false;
      }
      ofEvents.remove(row);
    }
    return true;
  }

  @Override
  int beginRound() {
    return beside.count();
  }

  @Override
  boolean writeBeside() {
    int row = beside.first();
    if (row == UnsentRows.NONE || !messages.write(row, 0, 0)) {
      return false;
    }
    beside.remove(row);
    return true;
  }

  @Override
  void forget() {
    forget(ofEvents);
    forget(beside);
    removed.clear();
  }

  private void forget(UnsentRows rows) {
    for (int row = rows.first(); row != UnsentRows.NONE; row = rows.first()) {
      users.seen(row).markSent();
      rows.remove(row);
    }
  }

  @Override
  long livePairs() {
    return 0;
  }
}
