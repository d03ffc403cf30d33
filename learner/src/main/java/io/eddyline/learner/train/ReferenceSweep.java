package io.eddyline.learner.train;

import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaReader;
import io.eddyline.learner.table.UserTable;
import java.util.function.IntPredicate;

/**
 * Drops retired items from all that one user partition remembers, a few references an event, so
 * that their ordinals can name other items.
 *
 * <pre>
 *   pass:   users (histories, seen sets) ──▶ reservoir ──▶ queue ──▶ end
 * </pre>
 *
 * <p>References move along this order alone: a history into the reservoir with an event, the
 * reservoir's item into the queue with a replay. So none slips past the sweep. Between passes with
 * nothing retired the sweep rests.
 *
 * <p>Threading: one thread, the partition's.
 */
final class ReferenceSweep {
  /* Work of one event, in references; a user is looked at as a whole, on credit of events to come. */
  private static final int REFERENCES_PER_EVENT = 64;

  private enum Phase {
    REST,
    USERS,
    RESERVOIR,
    QUEUE
  }

  private final UserTable users;
  private final Reservoir reservoir;
  private final ItemKeyQueue queue;
  private final ItemReplica replica;
  private final ReplicaReader reader;
  private final IntPredicate isRetired;
  private Phase phase = Phase.REST;
  private int position;
  private long credit;

  ReferenceSweep(UserTable users, Reservoir reservoir, ItemKeyQueue queue, ItemReplica replica) {
    this.users = users;
    this.reservoir = reservoir;
    this.queue = queue;
    this.replica = replica;
    this.reader = replica.addReader();
    this.isRetired = replica::isRetired;
  }

  /** The work of one event. */
  void step() {
    if (phase == Phase.REST) {
      if (!reader.hasWork()) {
        return;
      }
      reader.startPass();
      enter(Phase.USERS);
    }
    credit = Math.min(REFERENCES_PER_EVENT, credit + REFERENCES_PER_EVENT);
    while (credit > 0 && phase != Phase.REST) {
      credit -= visit();
    }
  }

  private int visit() {
    int at = position++;
    switch (phase) {
      case USERS -> {
        if (at < users.size()) {
          return users.holds(at) ? 1 + users.drop(at, isRetired) : 1;
        }
        enter(Phase.RESERVOIR);
      }
      case RESERVOIR -> {
        if (at < reservoir.size()) {
          return 1 + visitReservoir(at);
        }
        enter(Phase.QUEUE);
      }
      case QUEUE -> {
        if (at < queue.size()) {
          int item = queue.item(at);
          if (item != ItemKeyQueue.NAMELESS && replica.isRetired(item)) {
            queue.forgetItem(at);
          }
          return 1;
        }
        reader.endPass();
        enter(Phase.REST);
      }
      case REST -> {}
    }
    return 1;
  }

  private int visitReservoir(int slot) {
    if (reservoir.isEmpty(slot)) {
      return 0;
    }
    int visited = reservoir.prefixSize(slot);
    if (replica.isRetired(reservoir.item(slot))) {
      reservoir.clear(slot);
    } else {
      reservoir.dropFromPrefix(slot, isRetired);
    }
    return visited;
  }

  private void enter(Phase next) {
    phase = next;
    position = 0;
  }

  /** Nothing is remembered any more. */
  void close() {
    reader.close();
  }
}
