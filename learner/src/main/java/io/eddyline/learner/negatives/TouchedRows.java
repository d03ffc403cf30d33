package io.eddyline.learner.negatives;

import org.agrona.collections.Int2IntHashMap;

/**
 * The items trained since the last episode, in the order of their first training, each with its
 * latest positive; no more than an episode mines.
 *
 * <p>Threading: one thread, the partition's.
 */
final class TouchedRows {
  private static final int MISSING = -1;

  private final int[] rows;
  private final int[] ordinals;
  private final int[] positives;
  private final Int2IntHashMap indexes;
  private int count;

  TouchedRows(int limit) {
    this.rows = new int[limit];
    this.ordinals = new int[limit];
    this.positives = new int[limit];
    this.indexes = new Int2IntHashMap(2 * limit, 0.5f, MISSING);
  }

  /** Notes row and latest positive of an item, unless it is a new one beyond the limit. */
  void touch(int row, int ordinal, int positive) {
    int index = indexes.get(ordinal);
    if (index == MISSING) {
      if (count == rows.length) {
        return;
      }
      index = count++;
      ordinals[index] = ordinal;
      indexes.put(ordinal, index);
    }
    rows[index] = row;
    positives[index] = positive;
  }

  /** Moves all out; returns how many there were. */
  int drainTo(MiningEpisode episode) {
    int drained = count;
    System.arraycopy(rows, 0, episode.rows, 0, drained);
    System.arraycopy(ordinals, 0, episode.ordinals, 0, drained);
    System.arraycopy(positives, 0, episode.positives, 0, drained);
    indexes.clear();
    count = 0;
    return drained;
  }
}
