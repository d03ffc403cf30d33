package io.eddyline.serving.overlay;

import java.util.Arrays;

/**
 * The items whose lists of neighbours name one item, and with what count.
 *
 * <pre>
 *   entries    | number + 1 | list | count | number + 1 | list | count | ... | 0 | 0 | 0 |
 * </pre>
 *
 * <p>An entry counts while its list is that of the item's newest row: in a view, if the item that
 * is laid there has the list of that number ({@link LaidItem#list}). So a row that keeps its list
 * writes nothing, and what is superseded is left behind.
 *
 * <p>Threading: one writer. A reader's view has lists whose entries were written before the view
 * was published; others it passes over. A longer array is published when it holds them all.
 */
final class Namings {
  private static final int INTS = 3;
  private static final int FIRST_ENTRIES = 4;

  private final String id;
  private final int number;
  private volatile int[] entries = new int[INTS * FIRST_ENTRIES];
  private int used;

  /** Takes an entry. */
  interface Reader {
    /**
     * Takes one.
     *
     * @param number of the item that names this one
     * @param list number of the list in which it does
     */
    void read(int number, int list, float count);
  }

  /**
   * Those of an item.
   *
   * @param number row of the item in the version, {@link LaidItem#UNKNOWN} if it has none there
   */
  Namings(String id, int number) {
    this.id = id;
    this.number = number;
  }

  /** Of the item that is named. */
  String id() {
    return id;
  }

  /** Row of the version of the item that is named, {@link LaidItem#UNKNOWN} if it has none. */
  int number() {
    return number;
  }

  void add(int naming, int list, float count) {
    int[] written = entries;
    if (used == written.length) {
      written = Arrays.copyOf(written, 2 * used);
      entries = written;
    }
    written[used + 2] = Float.floatToRawIntBits(count);
    written[used + 1] = list;
    written[used] = naming + 1;
    used += INTS;
  }

  /** Visits the entries in the order in which they were written. */
  void forEach(Reader reader) {
    int[] seen = entries;
    for (int at = 0; at < seen.length && seen[at] != 0; at += INTS) {
      reader.read(seen[at] - 1, seen[at + 1], Float.intBitsToFloat(seen[at + 2]));
    }
  }
}
