package io.eddyline.learner.stream;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.image.ImageFile;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Store;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Slots of queues, reservoir and counters of one side, as a changelog.
 *
 * <p>What is restored waits here as bytes until the processor, which owns the structures, takes it;
 * from then on the processor's writers say what changed. Slots that the structure has no room for
 * any more leave the changelog with the next commit.
 *
 * <p>Threading: as {@link LoggedState}.
 */
final class StateSlots implements LoggedState {
  /** Writes the slots of one structure. */
  interface SlotLog {
    void put(Store store, int slot, StateSlot value);
  }

  /** Says what the slots of one structure hold. */
  interface SlotWriter {
    /** Those that changed since the last call. */
    void writeChanged(SlotLog log);

    /** All of them, whether they changed or not. */
    void writeAll(SlotLog log);
  }

  /** Takes a restored slot, or finds that it cannot be read. */
  interface SlotTaker {
    /**
     * Takes a slot.
     *
     * @throws FormatException if it cannot be read; nothing changes
     */
    void take(int slot, StateSlot value);
  }

  private static final int END = 0;
  private static final int SLOT = 1;

  private final Map<Store, TreeMap<Integer, byte[]>> restored = new EnumMap<>(Store.class);
  private final List<SlotWriter> writers = new ArrayList<>();
  private final List<byte[]> dropped = new ArrayList<>();
  private final UnreadableRecords unreadable;
  private @Nullable ImageFile start;

  StateSlots(UnreadableRecords unreadable) {
    this.unreadable = unreadable;
  }

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    Map<Integer, byte[]> slots = slots(RowKeys.store(key));
    if (value == null) {
      slots.remove(RowKeys.slot(key));
    } else {
      slots.put(RowKeys.slot(key), value);
    }
  }

  private Map<Integer, byte[]> slots(Store store) {
    readStart();
    return restored.computeIfAbsent(store, it -> new TreeMap<>());
  }

  /** Hands the restored slots of a structure over, lowest slot first, and forgets them. */
  void take(Store store, SlotTaker taker) {
    readStart();
    Map<Integer, byte[]> slots = restored.remove(store);
    if (slots != null) {
      slots.forEach((slot, value) -> handOver(store, slot, value, taker));
    }
  }

  /**
   * As the other, for a structure that fills its slots from 0 on and may have had another capacity
   * when they were logged: slots beyond the present one are dropped.
   *
   * @param capacity slots of the structure
   * @return slots handed over without a gap, from 0 on
   */
  int take(Store store, int capacity, SlotTaker taker) {
    readStart();
    TreeMap<Integer, byte[]> slots = restored.getOrDefault(store, new TreeMap<>());
    restored.remove(store);
    slots.tailMap(capacity).keySet().forEach(slot -> drop(store, slot));
    int next = 0;
    for (Map.Entry<Integer, byte[]> entry : slots.headMap(capacity).entrySet()) {
      if (entry.getKey() == next && handOver(store, next, entry.getValue(), taker)) {
        next++;
      } else {
        drop(store, entry.getKey());
      }
    }
    return next;
  }

  private boolean handOver(Store store, int slot, byte[] value, SlotTaker taker) {
    try {
      taker.take(slot, RecordSerdes.STATE_SLOT.decode(value));
      return true;
    } catch (FormatException e) {
      unreadable.passedOver("the slots of " + store, RowKeys.stateSlot(store, slot), e);
      return false;
    }
  }

  /**
   * What a structure is to count after {@link #take(Store, int, SlotTaker)}: as it had, but where
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

  /* What is restored is laid over it, so it is read before the first such record. */
  private void readStart() {
    ImageFile localImage = start;
    if (localImage != null) {
      start = null;
      localImage.read(this::read);
    }
  }

  private void read(ColumnReader in) {
    while (in.getInt() == SLOT) {
      byte[] key = in.getBytes();
      restore(key, in.getBytes());
    }
  }

  @Override
  public String shape() {
    return "";
  }

  @Override
  public void startFrom(ImageFile localImage) {
    start = localImage;
  }

  @Override
  public void write(ColumnWriter out) {
    for (SlotWriter writer : writers) {
      writer.writeAll(
          (store, slot, value) -> {
            out.putInt(SLOT);
            out.putBytes(RowKeys.stateSlot(store, slot));
            out.putBytes(RecordSerdes.STATE_SLOT.encode(value));
          });
    }
    out.putInt(END);
  }

  @Override
  public void giveBack() {
    for (SlotWriter writer : writers) {
      writer.writeAll(
          (store, slot, value) -> slots(store).put(slot, RecordSerdes.STATE_SLOT.encode(value)));
    }
    writers.clear();
    dropped.clear();
  }
}
