package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;

/**
 * Keeps a sample of the past events and trains some of them again after each new one (experience
 * replay, Rolnick et al. 2019). {@link Rehearsal} chooses them.
 *
 * <pre>
 *   forwards    history  j1 j2 j3 ...   ──▶  the event's item i
 *   backwards   what followed j3:  j2 j1 i   ──▶  j3            a history item in place of i
 * </pre>
 *
 * <p>Threading: one thread, the partition's.
 */
final class Replay {
  private static final int NO_SLOT = -1;

  private final LearnerSettings settings;
  private final UserTable users;
  private final ItemReplica replica;
  private final UserStep step;
  private final Generator generator;
  private final Reservoir reservoir;
  private final Rehearsal rehearsal;
  private final int[] history;
  private final int[] followers;
  private int vacantSlot = NO_SLOT;

  /**
   * @param query may be shared; it holds another history after a replay
   * @param step trains an event
   */
  Replay(
      LearnerSettings settings,
      UserTable users,
      ItemReplica replica,
      Query query,
      UserStep step,
      Generator generator) {
    this.settings = settings;
    this.users = users;
    this.replica = replica;
    this.step = step;
    this.generator = generator;
    this.reservoir = new Reservoir(settings.reservoir(), settings.historyLength());
    this.rehearsal =
        new Rehearsal(settings, reservoir, this::canReplay, users, replica, query, generator);
    this.history = new int[settings.historyLength()];
    this.followers = new int[settings.historyLength()];
  }

  /** Trains as many past events as the settings say. */
  void train() {
    vacantSlot = NO_SLOT;
    for (int k = 0; k < settings.replays() && reservoir.size() > 0; k++) {
      int slot = rehearsal.next();
      if (canReplay(slot)) {
        train(slot);
      } else {
        vacantSlot = slot;
      }
    }
  }

  private void train(int slot) {
    int user = reservoir.user(slot);
    float weight = reservoir.weight(slot);
    int historySize = reservoir.readPrefix(slot, history);
    if (historySize > 0 && isReversed()) {
      int target = generator.nextInt(historySize);
      int count = collectFollowers(target, reservoir.item(slot));
      step.attract(user, history[target], weight, followers, count, false);
    } else {
      step.attract(user, reservoir.item(slot), weight, history, historySize, false);
      rehearsal.trained(slot);
    }
    users.changed(user);
  }

  private boolean isReversed() {
    return settings.reversedReplays() > 0 && generator.nextDouble() < settings.reversedReplays();
  }

  /* What followed a history item, nearest first: the newer ones of the history, then the event's. */
  private int collectFollowers(int target, int item) {
    for (int k = 0; k < target; k++) {
      followers[k] = history[target - 1 - k];
    }
    followers[target] = item;
    return target + 1;
  }

  /**
   * Offers an event that was just trained, after the replays that followed it. The slot of one that
   * these found beyond replay is taken before any other.
   *
   * @param clock of the user's rows, see {@link UserTable#heldSince}
   * @param prefix the history before it, newest first, from index 0
   */
  void keep(int user, int item, float weight, long clock, int[] prefix, int prefixSize) {
    int slot = vacantSlot;
    if (slot == NO_SLOT) {
      slot = reservoir.offer(user, item, weight, clock, prefix, prefixSize, generator);
    } else {
      reservoir.put(slot, user, item, weight, clock, prefix, prefixSize);
    }
    if (slot != NO_SLOT) {
      rehearsal.trained(slot);
    }
  }

  /** Whether user and item of a slot still have the rows that they had. */
  boolean canReplay(int slot) {
    return !reservoir.isEmpty(slot)
        && users.heldSince(reservoir.user(slot), reservoir.clock(slot))
        && !replica.isRetired(reservoir.item(slot));
  }

  /** The past events. */
  Reservoir reservoir() {
    return reservoir;
  }
}
