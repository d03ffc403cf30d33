package io.eddyline.serving.overlay;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the lists of neighbours that are laid over a version, and says of each item which of them
 * name it. Lists that no item has any more are left behind; when they are the most, those that
 * count are written anew.
 *
 * <p>Threading: the overlay's writer; a map that was given out is read by any thread.
 */
final class NeighbourLists {
  private static final int TOLERATED_WASTE = 1 << 14;

  private Map<String, Namings> namings = new ConcurrentHashMap<>();
  private int lastList = LaidItem.NO_LIST;
  private int written;
  private int live;

  /**
   * The number of a row's list: that of the row before if it has the very same, else a new one.
   *
   * @param number of the item
   * @param before what was laid over the item last, null if nothing was
   */
  @SuppressWarnings("ReferenceEquality") // the very list
  int numberOf(@Nullable RowNeighbours neighbours, int number, @Nullable LaidItem before) {
    if (neighbours == null) {
      return LaidItem.NO_LIST;
    }
    if (before != null && before.neighbours() == neighbours) {
      return before.list();
    }
    lastList++;
    write(neighbours, number, lastList);
    return lastList;
  }

  private void write(RowNeighbours neighbours, int number, int list) {
    for (int k = 0; k < neighbours.ids().length; k++) {
      naming(neighbours.ids()[k]).add(number, list, neighbours.counts()[k]);
    }
    written += neighbours.ids().length;
  }

  /* Most are there, and are found without a lock. */
  private Namings naming(String id) {
    Namings known = namings.get(id);
    return known == null ? namings.computeIfAbsent(id, _ -> new Namings()) : known;
  }

  /** A row, or null, was laid over an item in place of another one. */
  void count(@Nullable OverlayItem row, @Nullable LaidItem before) {
    live += length(row == null ? null : row.neighbours());
    live -= length(before == null ? null : before.neighbours());
  }

  private static int length(@Nullable RowNeighbours neighbours) {
    return neighbours == null ? 0 : neighbours.ids().length;
  }

  /** Leaves out what no item has any more, if that is the most. */
  void tidy(AtomicReferenceArray<@Nullable LaidItem> heads) {
    if (written <= 2 * live + TOLERATED_WASTE) {
      return;
    }
    namings = new ConcurrentHashMap<>();
    written = 0;
    for (int number = 0; number < heads.length(); number++) {
      LaidItem head = heads.getPlain(number);
      RowNeighbours neighbours = head == null ? null : head.neighbours();
      if (neighbours != null) {
        write(neighbours, number, head.list());
      }
    }
  }

  /** By id of an item, who names it. */
  Map<String, Namings> namings() {
    return namings;
  }
}
