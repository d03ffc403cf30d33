package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest row of every item. An id that anything refers to has a number; it has a row once its
 * owner has published one, until he removes it. The number of an id without row and reference goes
 * to another id after {@link #release}.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class ItemMirror {
  private final int dimension;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<@Nullable String> ids = new ArrayList<>();
  private final List<@Nullable MirroredItem> rows = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int rowCount;

  ItemMirror(int dimension) {
    this.dimension = dimension;
  }

  /** The number of an id, given at first sight. */
  int number(String id) {
    Integer known = numbers.get(id);
    if (known != null) {
      return known;
    }
    Integer freed = free.poll();
    int number = freed == null ? ids.size() : freed;
    if (freed == null) {
      ids.add(id);
      rows.add(null);
    } else {
      ids.set(number, id);
    }
    numbers.put(id, number);
    return number;
  }

  /**
   * Takes the newest row of an item.
   *
   * @throws FormatException if a number of it is of no use; the row before it stays
   */
  void put(String id, int partition, ItemRow row) {
    MirroredItem item = new MirroredItem(id, partition, row, dimension, this::number);
    if (rows.set(number(id), item) == null) {
      rowCount++;
    }
  }

  boolean holds(String id) {
    Integer number = numbers.get(id);
    return number != null && rows.get(number) != null;
  }

  void remove(String id) {
    Integer number = numbers.get(id);
    if (number != null && rows.set(number, null) != null) {
      rowCount--;
    }
  }

  /** Marks the numbers of all items that stand in a row's neighbours. */
  void markReferred(BitSet numbers) {
    for (MirroredItem row : rows) {
      if (row != null) {
        for (int neighbour : row.neighbours()) {
          numbers.set(neighbour);
        }
      }
    }
  }

  /** Frees the numbers of ids that have no row and that nothing refers to. */
  void release(BitSet referred) {
    for (int number = 0; number < ids.size(); number++) {
      String id = ids.get(number);
      if (id != null && rows.get(number) == null && !referred.get(number)) {
        numbers.remove(id);
        ids.set(number, null);
        free.add(number);
      }
    }
  }

  /** Numbers given so far; some may have no row, or no id any more. */
  int numberCount() {
    return ids.size();
  }

  int rowCount() {
    return rowCount;
  }

  String id(int number) {
    String id = ids.get(number);
    if (id == null) {
      throw new IllegalArgumentException("item number %d has no id".formatted(number));
    }
    return id;
  }

  @Nullable MirroredItem row(int number) {
    return rows.get(number);
  }
}
