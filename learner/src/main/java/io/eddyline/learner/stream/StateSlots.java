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
 * then on the processor's writers say what changed.
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

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    if (value != null) {
      restored
          .computeIfAbsent(RowKeys.store(key), store -> new TreeMap<>())
          .put(RowKeys.slot(key), RecordSerdes.STATE_SLOT.decode(value));
    }
  }

  /** Hands the restored slots of a structure over, lowest slot first, and forgets them. */
  void take(Store store, BiConsumer<Integer, StateSlot> taker) {
    Map<Integer, StateSlot> slots = restored.remove(store);
    if (slots != null) {
      slots.forEach(taker);
    }
  }

  /** Adds a structure whose changes are logged. */
  void add(SlotWriter writer) {
    writers.add(writer);
  }

  @Override
  public void log(ChangeLog changeLog) {
    for (SlotWriter writer : writers) {
      writer.writeChanged(
          (store, slot, value) ->
              changeLog.put(RowKeys.stateSlot(store, slot), RecordSerdes.STATE_SLOT.encode(value)));
    }
  }
}
