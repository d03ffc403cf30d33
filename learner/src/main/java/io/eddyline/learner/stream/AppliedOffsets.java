package io.eddyline.learner.stream;

import io.eddyline.schemas.record.RowProgress;
import java.util.TreeMap;

/**
 * How far one task has come: the offset of its own input, and of each partition that its records
 * stem from the highest offset among them.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class AppliedOffsets {
  private final TreeMap<Integer, Long> sources = new TreeMap<>();
  private long input = ProgressLog.NOTHING_APPLIED;

  void restore(RowProgress progress) {
    sources.clear();
    sources.putAll(progress.getAppliedSourceOffsetsMap());
    input = progress.getAppliedInputOffset();
  }

  void save(RowProgress.Builder progress) {
    progress.putAllAppliedSourceOffsets(sources).setAppliedInputOffset(input);
  }

  /** The record at this offset is being applied. */
  void startInput(long offset) {
    input = offset;
  }

  /** Offset of the last record that was begun. */
  long input() {
    return input;
  }

  /** A record that stems from here is applied. */
  void appliedSource(int partition, long offset) {
    sources.merge(partition, offset, Math::max);
  }
}
