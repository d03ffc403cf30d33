package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;

import io.eddyline.schemas.token.EventToken;
import java.util.Arrays;
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

  private final PartitionMark[] partitions;
  private final Map<RowPartition, PartitionMark> byPartition = new HashMap<>();
  private final AtomicLongArray applied;
  private final long[] base;
  private final long[] next;
  private boolean changed;
  private volatile long upToMs;

  private record PartitionMark(RowPartition partition, KeptMark kept) {}

  /**
   * @param partitions whose marks make the whole
   * @param eventsPartitions of the topic {@code events}
   */
  Watermarks(Collection<RowPartition> partitions, int eventsPartitions) {
    this.partitions =
        partitions.stream()
            .map(partition -> new PartitionMark(partition, new KeptMark()))
            .toArray(PartitionMark[]::new);
    for (PartitionMark partition : this.partitions) {
      byPartition.put(partition.partition(), partition);
    }
    this.base = new long[eventsPartitions];
    Arrays.fill(base, NOTHING);
    this.next = base.clone();
    this.applied = new AtomicLongArray(base);
  }

  private KeptMark kept(RowPartition partition) {
    return requireNonNull(byPartition.get(partition), "every partition has a mark").kept();
  }

  /** Takes a mark that is not before what is there. */
  void raise(RowPartition partition, AppliedMark mark) {
    KeptMark kept = kept(partition);
    AppliedMark held = kept.mark();
    if (held == null || !mark.isBefore(held)) {
      kept.set(mark);
      changed = true;
    }
  }

  /** Falls back to nothing: the partition's rows are not whole until the next mark. */
  void fall(RowPartition partition) {
    kept(partition).clear();
    changed = true;
  }

  /** Offsets that every loaded version was made with. */
  void base(Map<Integer, Long> events) {
    for (int source = 0; source < base.length; source++) {
      base[source] = events.getOrDefault(source, NOTHING);
    }
    changed = true;
  }

  /** Shows what was put since the last call; false if nothing was. */
  boolean publish() {
    if (!changed) {
      return false;
    }
    changed = false;
    System.arraycopy(base, 0, next, 0, base.length);
    long oldestMs = Long.MAX_VALUE;
    for (PartitionMark partition : partitions) {
      AppliedMark mark = partition.kept().mark();
      oldestMs = Math.min(oldestMs, mark == null ? 0 : mark.atMs());
      if (mark != null && partition.partition().isOfUsers()) {
        mark.raise(next);
      }
    }
    for (int source = 0; source < next.length; source++) {
      applied.setRelease(source, next[source]);
    }
    upToMs = oldestMs;
    return true;
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
