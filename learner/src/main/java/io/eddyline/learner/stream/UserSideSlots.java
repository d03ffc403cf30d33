package io.eddyline.learner.stream;

import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.UserSide;
import io.eddyline.schemas.record.ItemKeySlot;
import io.eddyline.schemas.record.ReservoirSlot;
import io.eddyline.schemas.record.SideState;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RowKeys.Store;
import io.eddyline.schemas.serde.Vectors;

/**
 * Queue, reservoir, generator and sightings of a user side as slots of its state changelog.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserSideSlots implements StateSlots.SlotWriter {
  private static final int ONLY_SLOT = 0;

  private final int dimension;
  private final UserSide side;
  private final UserTable users;
  private final ItemReplica replica;
  private final int[] prefix;
  private final SightingSlots sightings;
  private SideState logged = SideState.getDefaultInstance();
  private long epoch;

  UserSideSlots(
      int dimension, int historyLength, UserSide side, UserTable users, ItemReplica replica) {
    this.dimension = dimension;
    this.side = side;
    this.users = users;
    this.replica = replica;
    this.prefix = new int[historyLength];
    this.sightings = new SightingSlots(side.admission());
  }

  /**
   * Takes over what was restored and opens a new epoch.
   *
   * @param nowMs of the wall clock, see {@link Epochs}
   */
  void install(StateSlots slots, long nowMs) {
    float[] key = new float[dimension];
    ItemKeyQueue queue = side.queue();
    Reservoir reservoir = side.reservoir();
    int keys =
        slots.take(
            Store.ITEM_KEYS,
            queue.capacity(),
            (slot, saved) -> {
              ItemKeySlot item = saved.getItemKey();
              Vectors.decode(item.getKey(), key, 0, dimension);
              queue.restore(slot, ordinal(item.getItemId()), key);
            });
    int events =
        slots.take(
            Store.RESERVOIR,
            reservoir.capacity(),
            (slot, saved) -> installReservoir(slot, saved.getReservoir()));
    slots.take(
        Store.SIDE,
        (slot, saved) -> {
          SideState state = saved.getSide();
          queue.restoreCount(StateSlots.count(state.getQueueCount(), keys, queue.capacity()));
          reservoir.restoreCount(
              StateSlots.count(state.getReservoirCount(), events, reservoir.capacity()));
          side.generator().restore(state.getGeneratorState());
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

  private int ordinal(String itemId) {
    return itemId.isEmpty() ? ItemKeyQueue.NAMELESS : replica.ordinalOf(itemId);
  }

  private void installReservoir(int slot, ReservoirSlot saved) {
    Reservoir reservoir = side.reservoir();
    int user = saved.getItemId().isEmpty() ? -1 : users.find(saved.getUserId());
    if (user < 0) {
      reservoir.restoreEmpty(slot);
      return;
    }
    int length = Math.min(saved.getPrefixItemIdsCount(), prefix.length);
    for (int k = 0; k < length; k++) {
      prefix[k] = replica.ordinalOf(saved.getPrefixItemIds(k));
    }
    long clock = saved.getClock() == 0 ? users.firstUse(user) : saved.getClock();
    int item = replica.ordinalOf(saved.getItemId());
    reservoir.restore(slot, user, item, saved.getWeight(), clock, prefix, length);
    reservoir.restoreCloseness(slot, saved.getCloseness());
  }

  @Override
  public void writeChanged(StateSlots.SlotLog log) {
    ItemKeyQueue queue = side.queue();
    for (int k = 0; k < queue.dirtyCount(); k++) {
      int slot = queue.dirtySlot(k);
      log.put(Store.ITEM_KEYS, slot, keySlot(queue, slot));
    }
    queue.clearDirty();
    Reservoir reservoir = side.reservoir();
    for (int k = 0; k < reservoir.dirtyCount(); k++) {
      int slot = reservoir.dirtySlot(k);
      log.put(Store.RESERVOIR, slot, reservoirSlot(reservoir, slot));
    }
    reservoir.clearDirty();
    sightings.writeChanged(log);
    SideState state = sideState();
    if (!state.equals(logged)) {
      logged = state;
      log.put(Store.SIDE, ONLY_SLOT, StateSlot.newBuilder().setSide(state).build());
    }
  }

  @Override
  public void writeAll(StateSlots.SlotLog log) {
    ItemKeyQueue queue = side.queue();
    for (int slot = 0; slot < queue.size(); slot++) {
      log.put(Store.ITEM_KEYS, slot, keySlot(queue, slot));
    }
    Reservoir reservoir = side.reservoir();
    for (int slot = 0; slot < reservoir.size(); slot++) {
      log.put(Store.RESERVOIR, slot, reservoirSlot(reservoir, slot));
    }
    sightings.writeAll(log);
    log.put(Store.SIDE, ONLY_SLOT, StateSlot.newBuilder().setSide(sideState()).build());
  }

  private SideState sideState() {
    return SideState.newBuilder()
        .setGeneratorState(side.generator().state())
        .setQueueCount(side.queue().count())
        .setReservoirCount(side.reservoir().count())
        .setEpoch(epoch)
        .setSightingCount(sightings.count())
        .build();
  }

  private StateSlot keySlot(ItemKeyQueue queue, int slot) {
    int ordinal = queue.item(slot);
    ItemKeySlot.Builder item =
        ItemKeySlot.newBuilder()
            .setItemId(ordinal == ItemKeyQueue.NAMELESS ? "" : replica.id(ordinal))
            .setKey(Vectors.encode(queue.keys(), queue.keyOffset(slot), dimension));
    return StateSlot.newBuilder().setItemKey(item).build();
  }

  private StateSlot reservoirSlot(Reservoir reservoir, int slot) {
    if (!side.canReplay(slot)) {
      return StateSlot.newBuilder().setReservoir(ReservoirSlot.getDefaultInstance()).build();
    }
    ReservoirSlot.Builder saved =
        ReservoirSlot.newBuilder()
            .setUserId(users.id(reservoir.user(slot)))
            .setItemId(replica.id(reservoir.item(slot)))
            .setWeight(reservoir.weight(slot))
            .setClock(reservoir.clock(slot))
            .setCloseness(reservoir.closeness(slot));
    int length = reservoir.readPrefix(slot, prefix);
    for (int k = 0; k < length; k++) {
      saved.addPrefixItemIds(replica.id(prefix[k]));
    }
    return StateSlot.newBuilder().setReservoir(saved).build();
  }
}
