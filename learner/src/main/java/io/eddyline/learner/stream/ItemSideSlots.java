package io.eddyline.learner.stream;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.UserKeyQueue;
import io.eddyline.learner.train.ItemSide;
import io.eddyline.schemas.record.SideState;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.record.UserKeySlot;
import io.eddyline.schemas.serde.RowKeys.Store;
import io.eddyline.schemas.serde.Vectors;

/**
 * Queue, generator and sightings of an item side as slots of its state changelog.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class ItemSideSlots implements StateSlots.SlotWriter {
  private static final int ONLY_SLOT = 0;

  private final int dimension;
  private final UserKeyQueue queue;
  private final Generator generator;
  private final SightingSlots sightings;
  private SideState logged = SideState.getDefaultInstance();
  private long epoch;

  ItemSideSlots(int dimension, ItemSide side) {
    this.dimension = dimension;
    this.queue = side.queue();
    this.generator = side.generator();
    this.sightings = new SightingSlots(side.admission());
  }

  /**
   * Takes over what was restored and opens a new epoch.
   *
   * @param nowMs of the wall clock, see {@link Epochs}
   */
  void install(StateSlots slots, long nowMs) {
    float[] key = new float[dimension];
    int keys =
        slots.take(
            Store.USER_KEYS,
            queue.capacity(),
            (slot, saved) -> {
              UserKeySlot user = saved.getUserKey();
              Vectors.decode(user.getKey(), key, 0, dimension);
              int[] seen = OrdinalGaps.decode(user.getSeenGapsList(), user.getSeenOrdinalsList());
              queue.restore(slot, user.getUserId(), key, seen, seen.length);
            });
    slots.take(
        Store.SIDE,
        (slot, saved) -> {
          SideState state = saved.getSide();
          queue.restoreCount(StateSlots.count(state.getQueueCount(), keys, queue.capacity()));
          generator.restore(state.getGeneratorState());
          epoch = state.getEpoch();
          sightings.install(slots, state.getSightingCount());
        });
    epoch = Epochs.next(epoch, nowMs);
    slots.add(this);
  }

  /** Rises each time the task starts. */
  long epoch() {
    return epoch;
  }

  @Override
  public void writeChanged(StateSlots.SlotLog log) {
    for (int k = 0; k < queue.dirtyCount(); k++) {
      int slot = queue.dirtySlot(k);
      log.put(Store.USER_KEYS, slot, keySlot(slot));
    }
    queue.clearDirty();
    sightings.writeChanged(log);
    SideState state = sideState();
    if (!state.equals(logged)) {
      logged = state;
      log.put(Store.SIDE, ONLY_SLOT, StateSlot.newBuilder().setSide(state).build());
    }
  }

  @Override
  public void writeAll(StateSlots.SlotLog log) {
    for (int slot = 0; slot < queue.size(); slot++) {
      log.put(Store.USER_KEYS, slot, keySlot(slot));
    }
    sightings.writeAll(log);
    log.put(Store.SIDE, ONLY_SLOT, StateSlot.newBuilder().setSide(sideState()).build());
  }

  private SideState sideState() {
    return SideState.newBuilder()
        .setGeneratorState(generator.state())
        .setQueueCount(queue.count())
        .setEpoch(epoch)
        .setSightingCount(sightings.count())
        .build();
  }

  private StateSlot keySlot(int slot) {
    UserKeySlot.Builder user =
        UserKeySlot.newBuilder()
            .setUserId(queue.user(slot))
            .setKey(Vectors.encode(queue.keys(), queue.keyOffset(slot), dimension));
    int[] seen = new int[queue.seenCount(slot)];
    for (int k = 0; k < seen.length; k++) {
      seen[k] = queue.seen(slot, k);
    }
    OrdinalGaps.encode(seen, seen.length);
    for (int gap : seen) {
      user.addSeenGaps(gap);
    }
    return StateSlot.newBuilder().setUserKey(user).build();
  }
}
