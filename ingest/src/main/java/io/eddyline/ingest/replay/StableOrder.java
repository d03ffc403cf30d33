package io.eddyline.ingest.replay;

import java.util.Arrays;

/** Row numbers in the order of a column, equal rows in their own order: a bottom-up merge sort. */
final class StableOrder {
  private StableOrder() {}

  /** Rows 0 to {@code size - 1} by {@code timestampMs}, which may be longer and stays as it is. */
  static int[] byTime(long[] timestampMs, int size) {
    int[] from = new int[size];
    Arrays.setAll(from, row -> row);
    if (isSorted(timestampMs, size)) {
      return from;
    }
    int[] to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      for (long start = 0; start < size; start += 2 * width) {
        int middle = (int) Math.min(start + width, size);
        int end = (int) Math.min(start + 2 * width, size);
        merge(timestampMs, from, (int) start, middle, end, to);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(
      long[] timestampMs, int[] from, int start, int middle, int end, int[] to) {
    int left = start;
    int right = middle;
    for (int target = start; target < end; target++) {
      boolean takeLeft =
          right == end || (left < middle && timestampMs[from[left]] <= timestampMs[from[right]]);
      to[target] = takeLeft ? from[left++] : from[right++];
    }
  }

  private static boolean isSorted(long[] timestampMs, int size) {
    for (int i = 1; i < size; i++) {
      if (timestampMs[i] < timestampMs[i - 1]) {
        return false;
      }
    }
    return true;
  }
}
