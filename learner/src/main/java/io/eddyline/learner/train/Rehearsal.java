package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import java.util.function.IntPredicate;

/**
 * Chooses the past events that are trained again.
 *
 * <pre>
 *   uniform   a slot of the reservoir, each alike
 *   lost      with probability share: of several uniform slots that with the greatest
 *             lost(slot) = closeness when last trained - closeness now
 *             closeness  = q(u) . K(i), the query with the event's own history
 * </pre>
 *
 * <p>After Aljundi et al. 2019, "Online continual learning with maximally interfered retrieval".
 * Deviates: what is compared is not the loss before and after a virtual step but the closeness now
 * and right after the event's last training, so a candidate costs one pooling of its history and no
 * negatives.
 *
 * <p>Threading: one thread, the partition's.
 */
final class Rehearsal {
  private final RehearsalSettings settings;
  private final Reservoir reservoir;
  private final IntPredicate canReplay;
  private final UserTable users;
  private final ItemReplica replica;
  private final Query query;
  private final Generator generator;
  private final int[] history;
  private final float[] unit;
  private final float[] key;

  /**
   * @param canReplay whether the event of a slot can still be trained; no other is preferred
   * @param query may be shared; it holds another history after {@link #next}
   */
  Rehearsal(
      LearnerSettings settings,
      Reservoir reservoir,
      IntPredicate canReplay,
      UserTable users,
      ItemReplica replica,
      Query query,
      Generator generator) {
    this.settings = settings.rehearsal();
    this.reservoir = reservoir;
    this.canReplay = canReplay;
    this.users = users;
    this.replica = replica;
    this.query = query;
    this.generator = generator;
    this.history = new int[settings.historyLength()];
    this.unit = new float[settings.dimension()];
    this.key = new float[settings.dimension()];
  }

  /** The slot of the next event to train again; the reservoir must hold one. */
  int next() {
    int chosen = generator.nextInt(reservoir.size());
    if (!isSelective() || generator.nextDouble() >= settings.share()) {
      return chosen;
    }
    float most = lost(chosen);
    for (int k = 1; k < settings.candidates(); k++) {
      int slot = generator.nextInt(reservoir.size());
      float lost = lost(slot);
      if (lost > most) {
        chosen = slot;
        most = lost;
      }
    }
    return chosen;
  }

  /** Keeps how close an event is right after it was trained, for {@link #next}. */
  void trained(int slot) {
    if (isSelective()) {
      reservoir.setCloseness(slot, closeness(slot));
    }
  }

  private boolean isSelective() {
    return settings.choice() == RehearsalChoice.LOST;
  }

  private float lost(int slot) {
    return canReplay.test(slot)
        ? reservoir.closeness(slot) - closeness(slot)
        : Float.NEGATIVE_INFINITY;
  }

  private float closeness(int slot) {
    int user = reservoir.user(slot);
    int historySize = reservoir.readPrefix(slot, history);
    query.pool(history, historySize);
    query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
    replica.readKey(reservoir.item(slot), key, 0);
    return VectorKernels.dot(unit, 0, key, 0, unit.length);
  }
}
