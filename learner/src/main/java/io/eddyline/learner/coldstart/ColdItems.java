package io.eddyline.learner.coldstart;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import java.util.function.Predicate;
import org.agrona.collections.Object2IntHashMap;

/**
 * Gives the untrained items of one partition their rows: each that comes into the catalogue, the
 * newest first, and again whenever twice as many trained items speak for it, until its first own
 * event.
 *
 * <p>A row given here is a change of the table like any other: it is logged, counts up the row's
 * version and so reaches replicas and snapshots. Its popularity is 0.
 *
 * <p>One that expires unused is not given again, over restarts as well: where rows expire, only an
 * empty table takes the catalogue that it finds at the start for new. An item that came into the
 * catalogue while nobody owned its partition then gets its row with its first event.
 *
 * <p>Changes of rows pass through here on their way to the listener, so that the index keeps
 * nothing of a row that has gone.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ColdItems implements ItemRowListener, AutoCloseable {
  private static final int MISSING = 0;

  private final ItemTable items;
  private final AttributeIndex index;
  private final ItemRowListener listener;
  private final Predicate<String> isOwn;
  private final ColdVector cold;
  private final NewItems newItems;
  private final Object2IntHashMap<String> supports = new Object2IntHashMap<>(MISSING);
  private int next;
  private long sweptGeneration = -1;
  private int unlooked;

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
    boolean isNew = items.livePairs() == 0 && items.count() == 0;
    this.newItems = index.addReader(isOwn, isNew || !items.expires());
    for (int row = 0; row < items.size(); row++) {
      if (items.holds(row)) {
        newItems.take(items.id(row));
        if (items.trainedPairs(row) > 0) {
          index.trained(items.id(row));
        }
      }
    }
  }

  /**
   * Looks at new items, then at the next ones of the catalogue, from its beginning again after the
   * last, as long as anything has changed.
   *
   * @param limit items of this partition looked at, at most
   * @return rows given or renewed
   */
  public int sweep(int limit) {
    long generation = index.generation();
    if (generation != sweptGeneration) {
      sweptGeneration = generation;
      unlooked = index.catalogueSize() + 1;
    }
    int renewed = 0;
    int looked = 0;
    while (looked < limit) {
      String id = newItems.poll();
      if (id == null) {
        break;
      }
      looked++;
      renewed += give(id) ? 1 : 0;
    }
    while (looked < limit && unlooked > 0) {
      unlooked--;
      String id = index.catalogueItem(next++);
      if (id == null) {
        next = 0;
      } else if (isOwn.test(id)) {
        looked++;
        renewed += renew(id, 2) ? 1 : 0;
      }
    }
    return renewed;
  }

  /** Whether a {@link #sweep} may find something to do. */
  public boolean hasWork() {
    boolean isChanged = index.catalogueSize() > 0 && index.generation() != sweptGeneration;
    return unlooked > 0 || isChanged || !newItems.isEmpty();
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

  /** The catalogue has just told of an item: a new one gets its row now. */
  public void welcome(String id) {
    if (newItems.take(id)) {
      give(id);
    } else {
      renew(id, 1);
    }
  }

  private boolean give(String id) {
    int row = items.find(id);
    if (row < 0) {
      blend(items.findOrAdd(id), id, index.support(id));
      return true;
    }
    if (items.trainedPairs(row) > 0) {
      index.trained(id);
    }
    return renew(id, 1);
  }

  private boolean renew(String id, int growth) {
    int row = items.find(id);
    if (row < 0 || items.trainedPairs(row) > 0) {
      return false;
    }
    int support = index.support(id);
    if (support == 0 || support < growth * supports.getValue(id)) {
      return false;
    }
    blend(row, id, support);
    return true;
  }

  private void blend(int row, String id, int support) {
    if (cold.blend(id)) {
      supports.put(id, support);
      items.vectors().write(row, cold.vector);
      items.momenta().write(row, cold.vector);
      if (items.contexts().accumulator(row) == 0) {
        items.contexts().write(row, cold.context);
      }
    }
    items.changed(row);
    listener.changed(row);
  }

  @Override
  public void changed(int row) {
    listener.changed(row);
  }

  @Override
  public void neighboursChanged(int row) {
    listener.neighboursChanged(row);
  }

  @Override
  public void contextChanged(int row) {
    listener.contextChanged(row);
  }

  @Override
  public void removed(int row) {
    String id = items.id(row);
    supports.remove(id);
    index.untrained(id);
    listener.removed(row);
  }

  /** Another process may own the partition from now on. */
  @Override
  public void close() {
    newItems.close();
    for (int row = 0; row < items.size(); row++) {
      if (items.holds(row)) {
        index.untrained(items.id(row));
      }
    }
  }
}
