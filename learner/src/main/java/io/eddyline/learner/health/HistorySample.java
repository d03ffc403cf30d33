package io.eddyline.learner.health;

import java.util.function.IntPredicate;
import org.agrona.collections.IntHashSet;

/**
 * Histories from one window of a stream, evenly spread over it, one a user at most: events of one
 * user resemble each other, and a window would look like a change.
 *
 * <pre>
 *   items: historyLength a sample, newest first, then unused
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
final class HistorySample {
  private final int historyLength;
  private final int stride;
  private final int[] items;
  private final int[] sizes;
  private final IntHashSet users = new IntHashSet();
  private int count;
  private long events;

  /**
   * @param capacity samples at most
   * @param stride one event in so many is a candidate
   */
  HistorySample(int capacity, int stride, int historyLength) {
    this.historyLength = historyLength;
    this.stride = stride;
    this.items = new int[capacity * historyLength];
    this.sizes = new int[capacity];
  }

  /**
   * Counts an event and takes it if it is a candidate of a user that is not in yet.
   *
   * @param history newest first, from index 0; an empty one is never taken
   */
  void offer(int user, int[] history, int size) {
    if (events++ % stride == 0 && size > 0 && count < sizes.length && users.add(user)) {
      sizes[count] = Math.min(size, historyLength);
      System.arraycopy(history, 0, items, count * historyLength, sizes[count]);
      count++;
    }
  }

  /** Whether the next event is a candidate. */
  boolean isCandidateNext() {
    return events % stride == 0;
  }

  /** Events offered. */
  long events() {
    return events;
  }

  /** Samples, numbered from 0. */
  int count() {
    return count;
  }

  /** Copies a sample's history, newest first; returns its size. */
  int read(int sample, int[] target) {
    System.arraycopy(items, sample * historyLength, target, 0, sizes[sample]);
    return sizes[sample];
  }

  /** Drops items from all histories; a sample without any is none. */
  void drop(IntPredicate isGone) {
    int kept = 0;
    for (int sample = 0; sample < count; sample++) {
      int target = kept * historyLength;
      int size = 0;
      for (int k = 0; k < sizes[sample]; k++) {
        int item = items[sample * historyLength + k];
        if (!isGone.test(item)) {
          items[target + size++] = item;
        }
      }
      sizes[kept] = size;
      kept += size > 0 ? 1 : 0;
    }
    count = kept;
  }

  void clear() {
    users.clear();
    count = 0;
    events = 0;
  }
}
