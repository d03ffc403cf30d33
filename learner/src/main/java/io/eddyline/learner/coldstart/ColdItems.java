package io.eddyline.learner.coldstart;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.collections.Object2IntHashMap;

/**
 * Gives the untrained items of one partition their rows: catalogued items at once, and again
 * whenever twice as many trained items speak for them, until their first own event.
 *
 * <p>A row given here is a change of the table like any other: it is logged, counts up the row's
 * version and so reaches replicas and snapshots. Its popularity is 0. One that expires unused is
 * not given again.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ColdItems {
  private static final int MISSING = 0;

  private final ItemTable items;
  private final AttributeIndex index;
  private final ItemRowListener listener;
  private final Predicate<String> isOwn;
  private final ColdVector cold;
  private final Object2IntHashMap<String> supports = new Object2IntHashMap<>(MISSING);
  private final Set<String> welcomed = new HashSet<>();
  private int next;

  /**
   * Tells the index what is trained.
   *
   * @param listener is told of each changed row
   * @param isOwn whether an item id is of this partition
   */
  public ColdItems(
      ColdStartSettings settings,
      FirstVector first,
      ItemTable items,
      ItemReplica replica,
      AttributeIndex index,
      ItemRowListener listener,
      Predicate<String> isOwn) {
    this.items = items;
    this.index = index;
    this.listener = listener;
    this.isOwn = isOwn;
    this.cold = new ColdVector(settings, index, replica, first);
    for (int row = 0; row < items.size(); row++) {
      if (items.holds(row) && items.trainedPairs(row) > 0) {
        index.trained(items.id(row));
      }
    }
  }

  /**
   * Looks at the next items of the catalogue, from its beginning again after the last.
   *
   * @param limit items of this partition looked at, at most
   * @return rows given or renewed
   */
  public int sweep(int limit) {
    int renewed = 0;
    int looked = 0;
    int size = index.catalogueSize();
    for (int k = 0; k < size && looked < limit; k++) {
      next = next >= size ? 0 : next;
      String id = index.catalogueItem(next++);
      if (isOwn.test(id)) {
        looked++;
        renewed += renew(id, 2) ? 1 : 0;
      }
    }
    return renewed;
  }

  /** An item is about to be trained: if it is for the first time, from the best start there is. */
  public void beforeTraining(int row) {
    if (items.trainedPairs(row) == 0) {
      String id = items.id(row);
      renew(id, 1);
      supports.remove(id);
      index.trained(id);
    }
  }

  /** The catalogue has told of an item: it gets its row now, if it is untrained. */
  public void welcome(String id) {
    renew(id, 1);
  }

  private boolean renew(String id, int growth) {
    int row = items.find(id);
    int support = index.support(id);
    if (row >= 0) {
      boolean isTrained = items.trainedPairs(row) > 0;
      if (isTrained || support == 0 || support < growth * supports.getValue(id)) {
        return false;
      }
    }
    if (!welcomed.add(id) && row < 0) {
      return false;
    }
    row = items.findOrAdd(id);
    if (cold.blend(id)) {
      supports.put(id, support);
      items.vectors().write(row, cold.vector);
      items.momenta().write(row, cold.vector);
      if (items.contextAccumulator(row) == 0) {
        items.contexts().write(row, cold.context);
      }
    }
    items.changed(row);
    listener.changed(row);
    return true;
  }
}
