package io.eddyline.serving.overlay;

import java.util.Arrays;

/**
 * The slots whose items name one item among their neighbours, and with what count, in the order in
 * which they were laid.
 *
 * <pre>
 *   entries    | slot + 1 | count | slot + 1 | count | ... | 0 | 0 |
 * </pre>
 *
 * <p>Threading: one writer. A reader counts what its view's slots say: their entries were written
 * before the view was published, and a slot of 0 ends what it can see. A longer array is published
 * when it holds them all: a reader may come upon it that has a view of before.
 */
final class Namings {
  private static final int INTS = 2;
  private static final int FIRST_ENTRIES = 4;

  private volatile int[] entries = new int[INTS * FIRST_ENTRIES];
  private int used;

  /** Takes a slot of a view and its item's count. */
  interface Reader {
    void read(int slot, float count);
  }

  void add(int slot, float count) {
    int[] written = entries;
    if (used == written.length) {
      written = Arrays.copyOf(written, 2 * used);
      entries = written;
    }
    written[used + 1] = Float.floatToRawIntBits(count);
    written[used] = slot + 1;
    used += INTS;
  }

  /** Visits the entries of slots below {@code slotCount}, superseded ones among them. */
  void forEach(int slotCount, Reader reader) {
    int[] seen = entries;
    for (int at = 0; at < seen.length; at += INTS) {
      int slot = seen[at] - 1;
      if (slot < 0 || slot >= slotCount) {
        return;
      }
      reader.read(slot, Float.intBitsToFloat(seen[at + 1]));
    }
  }
}
