package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The latest distinct items of every user, newest first, with weights and event times.
 *
 * <pre>
 *   items[row / 1024] ──▶ | row 0: length entries | row 1 | ...      newest first, then unused
 * </pre>
 *
 * <p>Threading: one thread, the owner's.
 */
public final class Histories {
  private static final int CHUNK_ROWS = FloatSlab.CHUNK_ROWS;

  private final int length;
  private int[][] items = new int[0][];
  private float[][] weights = new float[0][];
  private long[][] timesMs = new long[0][];
  private int[] sizes = new int[0];

  Histories(int length) {
    this.length = length;
  }

  void ensure(int rows) {
    int chunks = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    for (int chunk = items.length; chunk < chunks; chunk++) {
      items = Arrays.copyOf(items, chunk + 1);
      weights = Arrays.copyOf(weights, chunk + 1);
      timesMs = Arrays.copyOf(timesMs, chunk + 1);
      items[chunk] = new int[CHUNK_ROWS * length];
      weights[chunk] = new float[CHUNK_ROWS * length];
      timesMs[chunk] = new long[CHUNK_ROWS * length];
      sizes = Arrays.copyOf(sizes, (chunk + 1) * CHUNK_ROWS);
    }
  }

  /** Items in the history. */
  public int size(int row) {
    return sizes[row];
  }

  /** Item of the history, age 0 is the newest. */
  public int item(int row, int age) {
    return items[row / CHUNK_ROWS][offset(row) + age];
  }

  public float weight(int row, int age) {
    return weights[row / CHUNK_ROWS][offset(row) + age];
  }

  public long timeMs(int row, int age) {
    return timesMs[row / CHUNK_ROWS][offset(row) + age];
  }

  /**
   * Copies the history, newest first.
   *
   * @param except item to leave out
   * @param target room for the history length
   * @return items copied
   */
  public int copy(int row, int except, int[] target) {
    int[] source = items[row / CHUNK_ROWS];
    int start = offset(row);
    int end = start + sizes[row];
    int count = 0;
    for (int at = start; at < end; at++) {
      if (source[at] != except) {
        target[count++] = source[at];
      }
    }
    return count;
  }

  /** Puts an item in front; one that was in moves there, else the oldest makes room. */
  void push(int row, int item, float weight, long timeMs) {
    int[] chunkItems = items[row / CHUNK_ROWS];
    int offset = offset(row);
    int size = sizes[row];
    int hole = 0;
    while (hole < size && chunkItems[offset + hole] != item) {
      hole++;
    }
    if (hole == size) {
      hole = Math.min(size, length - 1);
      sizes[row] = hole + 1;
    }
    float[] chunkWeights = weights[row / CHUNK_ROWS];
    long[] chunkTimes = timesMs[row / CHUNK_ROWS];
    System.arraycopy(chunkItems, offset, chunkItems, offset + 1, hole);
    System.arraycopy(chunkWeights, offset, chunkWeights, offset + 1, hole);
    System.arraycopy(chunkTimes, offset, chunkTimes, offset + 1, hole);
    chunkItems[offset] = item;
    chunkWeights[offset] = weight;
    chunkTimes[offset] = timeMs;
  }

  /** Drops the items that are gone; returns how many. */
  int removeIf(int row, IntPredicate isGone) {
    return keep(row, Long.MIN_VALUE, isGone);
  }

  /** Drops the items of events before this time; returns how many. */
  int forget(int row, long beforeMs) {
    return keep(row, beforeMs, _ -> false);
  }

  private int keep(int row, long sinceMs, IntPredicate isGone) {
    int[] chunkItems = items[row / CHUNK_ROWS];
    float[] chunkWeights = weights[row / CHUNK_ROWS];
    long[] chunkTimes = timesMs[row / CHUNK_ROWS];
    int start = offset(row);
    int end = start + sizes[row];
    int kept = start;
    for (int at = start; at < end; at++) {
      if (chunkTimes[at] >= sinceMs && !isGone.test(chunkItems[at])) {
        chunkItems[kept] = chunkItems[at];
        chunkWeights[kept] = chunkWeights[at];
        chunkTimes[kept] = chunkTimes[at];
        kept++;
      }
    }
    sizes[row] = kept - start;
    return end - kept;
  }

  void clear(int row) {
    sizes[row] = 0;
  }

  /** Writes the histories of rows [0, rows); items have the numbers that {@code names} gives. */
  void write(int rows, ItemNames names, ColumnWriter out) {
    out.putInts(sizes, 0, rows);
    for (int row = 0; row < rows; row++) {
      int chunk = row / CHUNK_ROWS;
      names.write(items[chunk], offset(row), sizes[row], out);
      out.putFloats(weights[chunk], offset(row), sizes[row]);
      out.putLongs(timesMs[chunk], offset(row), sizes[row]);
    }
  }

  /** Reads the histories of rows [0, rows), for which there is room. */
  void read(int rows, ItemNames names, ColumnReader in) {
    in.getInts(sizes, 0, rows);
    for (int row = 0; row < rows; row++) {
      int chunk = row / CHUNK_ROWS;
      names.read(items[chunk], offset(row), sizes[row], in);
      in.getFloats(weights[chunk], offset(row), sizes[row]);
      in.getLongs(timesMs[chunk], offset(row), sizes[row]);
    }
  }

  private int offset(int row) {
    return (row & CHUNK_ROWS - 1) * length;
  }
}
