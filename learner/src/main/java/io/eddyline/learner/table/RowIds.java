package io.eddyline.learner.table;

import java.util.Arrays;
import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids and their dense rows, numbered from 0 in the order of arrival.
 *
 * <p>Threading: one thread, the owner's.
 */
final class RowIds {
  static final int MISSING = -1;

  private final Object2IntHashMap<String> rows = new Object2IntHashMap<>(MISSING);
  private @Nullable String[] ids = new @Nullable String[64];
  private int size;

  int find(String id) {
    return rows.getValue(id);
  }

  /** Gives an unknown id the next row. */
  int add(String id) {
    int row = size;
    place(id, row);
    return row;
  }

  /** Gives an unknown id a row of its own, as it had before a restart. */
  void place(String id, int row) {
    if (row < size && ids[row] != null) {
      throw new IllegalArgumentException("row %d is %s's, not %s's".formatted(row, ids[row], id));
    }
    if (row >= ids.length) {
      ids = Arrays.copyOf(ids, Math.max(row + 1, 2 * ids.length));
    }
    ids[row] = id;
    rows.put(id, row);
    size = Math.max(size, row + 1);
  }

  String id(int row) {
    String id = row < size ? ids[row] : null;
    if (id == null) {
      throw new IllegalArgumentException("row %d of %d has no id".formatted(row, size));
    }
    return id;
  }

  int size() {
    return size;
  }
}
