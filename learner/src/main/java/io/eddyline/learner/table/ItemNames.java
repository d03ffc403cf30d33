package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.schemas.error.FormatException;
import java.util.Arrays;

/**
 * The items that a user table remembers, each named once: ordinals of the replica differ from
 * process to process, so columns name an item by its place in this list.
 *
 * <p>Threading: one thread, the table's.
 */
final class ItemNames {
  private static final int UNNAMED = 0;
  private static final int FIRST_CAPACITY = 1 << 10;

  private int[] places = {};
  private int[] ordinals = new int[FIRST_CAPACITY];
  private int[] scratch = {};
  private int count;

  private ItemNames() {}

  /** Names the items of a table, and writes their ids. */
  static ItemNames write(UserTable table, ItemReplica replica, ColumnWriter out) {
    ItemNames names = new ItemNames();
    names.places = new int[replica.size()];
    for (int row = 0; row < table.size(); row++) {
      for (int age = 0; age < table.histories().size(row); age++) {
        names.add(table.histories().item(row, age));
      }
      SeenSet seen = table.seen(row);
      for (int k = 0; k < seen.size(); k++) {
        names.add(seen.item(k));
      }
    }
    out.putInt(names.count);
    for (int k = 0; k < names.count; k++) {
      out.putText(replica.id(names.ordinals[k]));
    }
    return names;
  }

  private void add(int ordinal) {
    if (ordinal >= places.length) {
      places = Arrays.copyOf(places, Math.max(ordinal + 1, 2 * places.length));
    }
    if (places[ordinal] == UNNAMED) {
      if (count == ordinals.length) {
        ordinals = Arrays.copyOf(ordinals, 2 * count);
      }
      ordinals[count++] = ordinal;
      places[ordinal] = count;
    }
  }

  /**
   * Takes the ids over. The caller has a {@link ReplicaReader}, so that no ordinal is given to
   * another item before it has looked for retired ones.
   */
  static ItemNames read(ItemReplica replica, ColumnReader in) {
    ItemNames names = new ItemNames();
    names.count = in.getCount();
    names.ordinals = new int[names.count];
    for (int k = 0; k < names.count; k++) {
      names.ordinals[k] = replica.ordinalOf(in.getText());
    }
    return names;
  }

  /** Writes {@code items[from, from + size)}. */
  void write(int[] items, int from, int size, ColumnWriter out) {
    int[] target = scratch(size);
    for (int k = 0; k < size; k++) {
      target[k] = places[items[from + k]] - 1;
    }
    out.putInts(target, 0, size);
  }

  /** Reads items into {@code items[from, from + size)}. */
  void read(int[] items, int from, int size, ColumnReader in) {
    int[] source = scratch(size);
    in.getInts(source, 0, size);
    for (int k = 0; k < size; k++) {
      if (source[k] < 0 || source[k] >= count) {
        throw new FormatException("item %d of %d".formatted(source[k], count));
      }
      items[from + k] = ordinals[source[k]];
    }
  }

  private int[] scratch(int size) {
    if (scratch.length < size) {
      scratch = new int[Math.max(size, 2 * scratch.length)];
    }
    return scratch;
  }
}
