package io.eddyline.serving.overlay;

import io.eddyline.serving.model.ItemRows;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the lists of neighbours that are laid over a version, and says of each item which of them
 * name it. Lists that no item has any more are left behind; when they are the most, those that
 * count are written anew.
 *
 * <p>A list changes in a few places at a time, so most items that it names are those that the
 * item's last list had in the same place, and need no look-up.
 *
 * <p>Threading: the overlay's writer; a map that was given out is read by any thread.
 */
final class NeighbourLists {
  private static final int TOLERATED_WASTE = 1 << 14;

  private final ItemRows items;
  private Map<String, Namings> namings = new ConcurrentHashMap<>();
  private int lastList = LaidItem.NO_LIST;
  private int written;
  private int live;

  NeighbourLists(ItemRows items) {
    this.items = items;
  }

  /**
   * The number of a row's list: that of the row before if it has the very same, else a new one.
   *
   * @param before what was laid over the item last, null if nothing was
   */
  @SuppressWarnings("ReferenceEquality") // the very list
  int numberOf(@Nullable RowNeighbours neighbours, @Nullable LaidItem before) {
    if (neighbours == null) {
      return LaidItem.NO_LIST;
    }
    return before != null && before.neighbours() == neighbours ? before.list() : ++lastList;
  }

  /**
   * The items that a row names, in its order; if its list is a new one, they get to know it.
   *
   * @param number of the item
   * @param list {@link #numberOf} the neighbours
   * @param before as there
   */
  Namings[] named(
      @Nullable RowNeighbours neighbours, int number, int list, @Nullable LaidItem before) {
    if (neighbours == null) {
      return LaidItem.NOBODY;
    }
    Namings[] known = before == null ? LaidItem.NOBODY : before.named();
    if (before != null && before.list() == list) {
      return known;
    }
    Namings[] named = new Namings[neighbours.ids().length];
    for (int k = 0; k < named.length; k++) {
      String id = neighbours.ids()[k];
      named[k] = k < known.length && known[k].id().equals(id) ? known[k] : naming(id);
    }
    write(named, neighbours, number, list);
    return named;
  }

  private void write(Namings[] named, RowNeighbours neighbours, int number, int list) {
    for (int k = 0; k < named.length; k++) {
      named[k].add(number, list, neighbours.counts()[k]);
    }
    written += named.length;
  }

  /* Most are there, and are found without a lock. */
  private Namings naming(String id) {
    Namings known = namings.get(id);
    return known == null ? namings.computeIfAbsent(id, this::nobodyYet) : known;
  }

  private Namings nobodyYet(String id) {
    int row = items.row(id);
    return new Namings(id, row == ItemRows.MISSING ? LaidItem.UNKNOWN : row);
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
      if (head != null && neighbours != null) {
        Namings[] named = head.named();
        for (int k = 0; k < named.length; k++) {
          named[k] = naming(neighbours.ids()[k]);
        }
        write(named, neighbours, number, head.list());
      }
    }
  }

  /** By id of an item, who names it. */
  Map<String, Namings> namings() {
    return namings;
  }
}
