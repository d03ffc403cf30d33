package io.eddyline.learner.stream;

import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Slots of queues, reservoir and counters of one side, as a changelog.
 *
 * <p>What is restored waits here until the processor, which owns the structures, takes it; from
 * then on the processor's writers say what changed. Slots that the structure has no room for any
 * more leave the changelog with the next commit.
 */
final class StateSlots implements LoggedState {
  /** Writes the changed slots of one structure. */
  interface SlotLog {
    void put(Store store, int slot, StateSlot value);
  }

  /** Says which slots changed since the last call. */
  interface SlotWriter {
    void writeChanged(SlotLog log);
  }

  private final Map<Store, TreeMap<Integer, StateSlot>> restored = new EnumMap<>(Store.class);
  private final List<SlotWriter> writers = new ArrayList<>();
  private final List<byte[]> dropped = new ArrayList<>();

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    Map<Integer, StateSlot> slots =
        restored.computeIfAbsent(RowKeys.store(key), store -> new TreeMap<>());
    if (value == null) {
      slots.remove(RowKeys.slot(key));
    } else {
      slots.put(RowKeys.slot(key), RecordSerdes.STATE_SLOT.decode(value));
    }
  }

  /** Hands the restored slots of a structure over, lowest slot first, and forgets them. */
  void take(Store store, BiConsumer<Integer, StateSlot> taker) {
    Map<Integer, StateSlot> slots = restored.remove(store);
    if (slots != null) {
      slots.forEach(taker);
    }
  }

  /**
   * As the other, for a structure that fills its slots from 0 on and may have had another capacity
   * when they were logged: slots beyond the present one are dropped.
   *
   * @param capacity slots of the structure
   * @return slots handed over without a gap, from 0 on
   */
  int take(Store store, int capacity, BiConsumer<Integer, StateSlot> taker) {
    TreeMap<Integer, StateSlot> slots = restored.getOrDefault(store, new TreeMap<>());
    restored.remove(store);
    slots.tailMap(capacity).keySet().forEach(slot -> drop(store, slot));
    int next = 0;
    for (Map.Entry<Integer, StateSlot> entry : slots.headMap(capacity).entrySet()) {
      if (entry.getKey() == next) {
        taker.accept(entry.getKey(), entry.getValue());
        next++;
      } else {
        drop(store, entry.getKey());
      }
    }
    return next;
  }

  /**
   * What a structure is to count after {@link #take(Store, int, BiConsumer)}: as it had, but where
   * it has grown since it was full, the slots that it has.
   *
   * @param saved entries ever put in
   * @param slots taken
   */
  static long count(long saved, int slots, int capacity) {
    return slots < Math.min(saved, capacity) ? slots : saved;
  }

  /** The slot leaves the changelog with the next commit, unless it is written again. */
  void drop(Store store, int slot) {
    dropped.add(RowKeys.stateSlot(store, slot));
  }

  /** Adds a structure whose changes are logged. */
  void add(SlotWriter writer) {
    writers.add(writer);
  }

  @Override
  public void log(ChangeLog changeLog) {
    dropped.forEach(key -> changeLog.put(key, null));
    dropped.clear();
    for (SlotWriter writer : writers) {
      writer.writeChanged(
          (store, slot, value) ->
              changeLog.put(RowKeys.stateSlot(store, slot), RecordSerdes.STATE_SLOT.encode(value)));
    }
  }
}
