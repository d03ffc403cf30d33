package io.eddyline.learner.stream;

import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.Sightings;
import io.eddyline.schemas.record.SightingSlot;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RowKeys.Store;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The sightings of a side's ids without a row as slots of its state changelog: a ring of blocks.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class SightingSlots {
  private final @Nullable Sightings sightings;

  SightingSlots(Admission admission) {
    sightings = admission.sightings();
  }

  /** Counts the sightings of the log again. */
  void install(StateSlots slots, long savedCount) {
    TreeMap<Long, List<String>> blocks = new TreeMap<>();
    slots.take(
        Store.SIGHTINGS,
        (slot, saved) ->
            blocks.put(saved.getSightings().getBlock(), saved.getSightings().getIdsList()));
    if (sightings != null) {
      sightings.restoreCount(savedCount);
      blocks.tailMap(sightings.firstBlock(savedCount)).values().forEach(sightings::restore);
    }
  }

  void writeChanged(StateSlots.SlotLog log) {
    if (sightings != null) {
      sightings.logChanged(
          (slot, block, ids) ->
              log.put(
                  Store.SIGHTINGS,
                  slot,
                  StateSlot.newBuilder()
                      .setSightings(SightingSlot.newBuilder().setBlock(block).addAllIds(ids))
                      .build()));
    }
  }

  /** Sightings ever counted, for the side's state. */
  long count() {
    return sightings == null ? 0 : sightings.count();
  }
}
