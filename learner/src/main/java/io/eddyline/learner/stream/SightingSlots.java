package io.eddyline.learner.stream;

import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.Sightings;
import io.eddyline.schemas.record.SightingSlot;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RowKeys.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sightings of a side's ids without a row as slots of its state changelog: a ring of blocks.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class SightingSlots {
  private final @Nullable Sightings sightings;
  private final Map<Long, List<String>> moved = new TreeMap<>();
  /* The blocks as the log has them: the sketch itself does not tell what it is made of. */
  private final Map<Integer, SightingSlot> logged = new TreeMap<>();

  SightingSlots(Admission admission) {
    sightings = admission.sightings();
  }

  /**
   * Counts the sightings of the log again, as far as it has them: a window that has become longer
   * starts with what the shorter one kept. Blocks that the present window keeps elsewhere move.
   */
  void install(StateSlots slots, long savedCount) {
    TreeMap<Integer, SightingSlot> saved = new TreeMap<>();
    slots.take(Store.SIGHTINGS, (slot, state) -> saved.put(slot, state.getSightings()));
    Map<Long, List<String>> blocks =
        sightings == null ? Map.of() : restore(sightings, saved.values(), savedCount);
    for (Map.Entry<Integer, SightingSlot> entry : saved.entrySet()) {
      long block = entry.getValue().getBlock();
      List<String> ids = blocks.get(block);
      if (sightings == null || ids == null || sightings.slot(block) != entry.getKey()) {
        slots.drop(Store.SIGHTINGS, entry.getKey());
        if (ids != null) {
          moved.put(block, ids);
        }
      } else {
        logged.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /* Returns the blocks that count, which follow each other up to the last. */
  private static Map<Long, List<String>> restore(
      Sightings sightings, Collection<SightingSlot> saved, long savedCount) {
    Map<Long, List<String>> known = new HashMap<>();
    saved.forEach(slot -> known.put(slot.getBlock(), slot.getIdsList()));
    TreeMap<Long, List<String>> blocks = new TreeMap<>();
    long end = savedCount;
    long block = sightings.endBlock(savedCount) - 1;
    while (block >= sightings.firstBlock(savedCount)) {
      List<String> ids = known.get(block);
      long start = block * Sightings.BLOCK_IDS;
      if (ids == null || ids.size() != end - start) {
        break;
      }
      blocks.put(block, ids);
      end = start;
      block--;
    }
    sightings.restoreFrom(block + 1);
    blocks.values().forEach(sightings::restore);
    return blocks;
  }

  void writeChanged(StateSlots.SlotLog log) {
    if (sightings != null) {
      moved.forEach((block, ids) -> put(log, sightings.slot(block), block, ids));
      moved.clear();
      sightings.logChanged((slot, block, ids) -> put(log, slot, block, ids));
    }
  }

  void writeAll(StateSlots.SlotLog log) {
    writeChanged((store, slot, value) -> {});
    logged.forEach((slot, sighted) -> put(log, slot, sighted));
  }

  private void put(StateSlots.SlotLog log, int slot, long block, List<String> ids) {
    SightingSlot sighted = SightingSlot.newBuilder().setBlock(block).addAllIds(ids).build();
    logged.put(slot, sighted);
    put(log, slot, sighted);
  }

  private static void put(StateSlots.SlotLog log, int slot, SightingSlot sighted) {
    log.put(Store.SIGHTINGS, slot, StateSlot.newBuilder().setSightings(sighted).build());
  }

  /** Sightings ever counted, for the side's state. */
  long count() {
    return sightings == null ? 0 : sightings.count();
  }
}
