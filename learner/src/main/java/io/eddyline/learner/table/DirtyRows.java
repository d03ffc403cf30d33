package io.eddyline.learner.table;

import java.util.Arrays;

/**
 * The distinct rows or slots that changed since the last commit, in the order of their first
 * change.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class DirtyRows {
  private int[] rows = new int[64];
  private boolean[] marked = new boolean[64];
  private int count;

  public void mark(int row) {
    if (row >= marked.length) {
      marked = Arrays.copyOf(marked, Math.max(row + 1, 2 * marked.length));
    }
    if (!marked[row]) {
      marked[row] = true;
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
      }
      rows[count++] = row;
    }
  }

  public int count() {
    return count;
  }

  /** The {@code k}-th changed row, k in [0, {@link #count}). */
  public int row(int k) {
    return rows[k];
  }

  public void clear() {
    for (int k = 0; k < count; k++) {
      marked[rows[k]] = false;
    }
    count = 0;
  }
}
