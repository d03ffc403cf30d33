package io.eddyline.serving.overlay;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import java.util.HashSet;
import java.util.Set;
import org.agrona.collections.IntHashSet;

/**
 * Items that a request must not be answered with: rows of the version, and ids that it has no row
 * for, known by now or not.
 *
 * <p>Threading: one thread, for one request.
 */
public final class ExcludedItems {
  private final ItemRows own;
  private final IntHashSet rows = new IntHashSet();
  private final Set<String> ids = new HashSet<>();

  public ExcludedItems(LoadedModel model) {
    this.own = model.items();
  }

  public void add(String id) {
    int row = own.row(id);
    if (row == ItemRows.MISSING) {
      ids.add(id);
    } else {
      rows.add(row);
    }
  }

  public void add(CurrentItem item) {
    if (item.row() < own.count()) {
      rows.add(item.row());
    } else {
      ids.add(item.id());
    }
  }

  /** Adds a row of the version. */
  void addRow(int row) {
    rows.add(row);
  }

  public boolean has(CurrentItem item) {
    return item.row() < own.count() ? rows.contains(item.row()) : ids.contains(item.id());
  }

  /** Those that the graph knows, each once, in no particular order. */
  int[] rows() {
    int[] known = new int[rows.size()];
    IntHashSet.IntIterator next = rows.iterator();
    for (int at = 0; at < known.length; at++) {
      known[at] = next.nextValue();
    }
    return known;
  }
}
