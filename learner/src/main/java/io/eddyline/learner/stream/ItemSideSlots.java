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

  /** Takes over what was restored and opens a new epoch. */
  void install(StateSlots slots) {
    float[] key = new float[dimension];
    int keys =
        slots.take(
            Store.USER_KEYS,
            queue.capacity(),
            (slot, saved) -> {
              UserKeySlot user = saved.getUserKey();
              Vectors.decode(user.getKey(), key, 0, dimension);
              int[] seen =
                  user.getSeenOrdinalsList().stream().mapToInt(Integer::intValue).toArray();
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
    epoch++;
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
      UserKeySlot.Builder user =
          UserKeySlot.newBuilder()
              .setUserId(queue.user(slot))
              .setKey(Vectors.encode(queue.key(slot), 0, dimension));
      for (int s = 0; s < queue.seenCount(slot); s++) {
        user.addSeenOrdinals(queue.seen(slot, s));
      }
      log.put(Store.USER_KEYS, slot, StateSlot.newBuilder().setUserKey(user).build());
    }
    queue.clearDirty();
    sightings.writeChanged(log);
    SideState state =
        SideState.newBuilder()
            .setGeneratorState(generator.state())
            .setQueueCount(queue.count())
            .setEpoch(epoch)
            .setSightingCount(sightings.count())
            .build();
    if (!state.equals(logged)) {
      logged = state;
      log.put(Store.SIDE, ONLY_SLOT, StateSlot.newBuilder().setSide(state).build());
    }
  }
}
