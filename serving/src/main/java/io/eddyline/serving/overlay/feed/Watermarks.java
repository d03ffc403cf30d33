package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.token.EventToken;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What of {@code events} is applied in the answers of every loaded version: everything at or below
 * the watermark of its partition.
 *
 * <p>It may fall: when a task begins anew, what it had not committed is applied once more.
 *
 * <p>Threading: marks are put by the overlay agent and seen by any thread after {@link #publish}.
 */
final class Watermarks {
  private static final long NOTHING = -1;

  private final Collection<RowPartition> partitions;
  private final Map<RowPartition, AppliedMark> marks = new HashMap<>();
  private final AtomicLongArray applied;
  private Map<Integer, Long> base = Map.of();
  private boolean changed;
  private volatile long upToMs;

  /**
   * @param partitions whose marks make the whole
   * @param eventsPartitions of the topic {@code events}
   */
  Watermarks(Collection<RowPartition> partitions, int eventsPartitions) {
    this.partitions = partitions;
    this.applied = new AtomicLongArray(eventsPartitions);
    for (int source = 0; source < eventsPartitions; source++) {
      applied.setPlain(source, NOTHING);
    }
  }

  /** Takes a mark that is not before what is there. */
  void raise(RowPartition partition, AppliedMark mark) {
    AppliedMark held = marks.get(partition);
    if (held == null || !mark.isBefore(held)) {
      marks.put(partition, mark);
      changed = true;
    }
  }

  /** Falls back to nothing: the partition's rows are not whole until the next mark. */
  void fall(RowPartition partition) {
    marks.remove(partition);
    changed = true;
  }

  /** Offsets that every loaded version was made with. */
  void base(Map<Integer, Long> events) {
    base = Map.copyOf(events);
    changed = true;
  }

  /** Shows what was put since the last call; false if nothing was. */
  boolean publish() {
    if (!changed) {
      return false;
    }
    changed = false;
    long[] offsets = new long[applied.length()];
    for (int source = 0; source < offsets.length; source++) {
      offsets[source] = base.getOrDefault(source, NOTHING);
    }
    long oldestMs = Long.MAX_VALUE;
    for (RowPartition partition : partitions) {
      AppliedMark mark = marks.get(partition);
      oldestMs = Math.min(oldestMs, mark == null ? 0 : mark.atMs());
      if (mark != null && partition.isOfUsers()) {
        raise(offsets, mark.sources());
      }
    }
    for (int source = 0; source < offsets.length; source++) {
      applied.setRelease(source, offsets[source]);
    }
    upToMs = oldestMs;
    return true;
  }

  private static void raise(long[] offsets, Map<Integer, Long> sources) {
    sources.forEach(
        (source, offset) -> {
          if (source >= 0 && source < offsets.length) {
            offsets[source] = Math.max(offsets[source], offset);
          }
        });
  }

  /** Whether all events of a token are applied. */
  boolean cover(EventToken token) {
    for (Map.Entry<Integer, Long> entry : token.offsets().entrySet()) {
      if (entry.getKey() >= applied.length()
          || applied.getAcquire(entry.getKey()) < entry.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** The watermark of a partition of {@code events}, -1 if there is none. */
  long applied(int source) {
    return applied.getAcquire(source);
  }

  /** When the oldest of the partitions' marks was said; 0 while one has none. */
  long upToMs() {
    return upToMs;
  }

  /** Partitions of {@code events}. */
  int eventsPartitions() {
    return applied.length();
  }
}
