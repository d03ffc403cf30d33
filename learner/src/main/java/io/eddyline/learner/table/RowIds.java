package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;
import org.agrona.collections.Hashing;
import org.agrona.collections.Object2IntHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids and their rows, numbered from 0. A removed id's row goes to the next new id, the last removed
 * one first; without removals rows are dense and in the order of arrival.
 *
 * <p>Tables keep a row's values in arrays of {@link #capacity} entries: this class has the one rule
 * of their growth.
 *
 * <p>Threading: one thread, the owner's.
 */
final class RowIds {
  static final int MISSING = -1;

  private static final int FIRST_CAPACITY = 64;
  private static final int FREE = 0;
  private static final int HELD = 1;

  private Object2IntHashMap<String> rows = new Object2IntHashMap<>(MISSING);
  private @Nullable String[] ids = new @Nullable String[FIRST_CAPACITY];
  private int[] free = {};
  private int freeCount;
  private int size;

  int find(String id) {
    return rows.getValue(id);
  }

  /** Gives an unknown id a row. */
  int add(String id) {
    int row = freeCount > 0 ? free[--freeCount] : size++;
    if (row == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
    }
    ids[row] = id;
    rows.put(id, row);
    return row;
  }

  /** Takes the id off its row, which is free from now on. */
  void remove(int row) {
    rows.removeKey(id(row));
    ids[row] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Math.max(FIRST_CAPACITY, 2 * freeCount));
    }
    free[freeCount++] = row;
  }

  /** Whether the row has an id. */
  boolean holds(int row) {
    return row >= 0 && row < size && ids[row] != null;
  }

  /** Whether the row has this id. */
  boolean names(int row, String id) {
    return row >= 0 && row < size && id.equals(ids[row]);
  }

  String id(int row) {
    String id = row < size ? ids[row] : null;
    if (id == null) {
      throw new IllegalArgumentException("row %d of %d has no id".formatted(row, size));
    }
    return id;
  }

  /** Rows ever used, [0, size); some may be free. */
  int size() {
    return size;
  }

  /** Rows that have an id. */
  int count() {
    return size - freeCount;
  }

  /** Entries that an array of values by row must have. */
  int capacity() {
    return ids.length;
  }

  /** Writes the ids by row, and the free rows. */
  void write(ColumnWriter out) {
    out.putInt(size);
    for (int row = 0; row < size; row++) {
      String id = ids[row];
      out.putInt(id == null ? FREE : HELD);
      if (id != null) {
        out.putText(id);
      }
    }
    out.putInt(freeCount);
    out.putInts(free, 0, freeCount);
  }

  /** Takes what {@link #write} wrote; there are no ids yet. */
  void read(ColumnReader in) {
    size = in.getCount();
    int capacity = FIRST_CAPACITY;
    while (capacity < size) {
      capacity *= 2;
    }
    ids = new @Nullable String[capacity];
    rows = new Object2IntHashMap<>(capacity, Hashing.DEFAULT_LOAD_FACTOR, MISSING);
    for (int row = 0; row < size; row++) {
      if (in.getInt() == HELD) {
        String id = in.getText();
        ids[row] = id;
        rows.put(id, row);
      }
    }
    freeCount = in.getCount();
    free = new int[freeCount];
    in.getInts(free, 0, freeCount);
  }
}
