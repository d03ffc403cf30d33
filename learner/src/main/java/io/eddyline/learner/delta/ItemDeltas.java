package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import java.util.BitSet;
import org.agrona.concurrent.EpochClock;

/**
 * What an item side hands over. If rows are to say their neighbours, one does when it is handed
 * over for the first time, and when they have changed since.
 *
 * <p>Threading: the task's stream thread.
 */
public final class ItemDeltas extends TaskDeltas implements ItemRowListener {
  private final ItemTable items;
  private final boolean saysNeighbours;
  private final ItemMessages messages;
  private final UnsentRows trained = new UnsentRows();
  private final UnsentRows followed = new UnsentRows();
  private final BitSet saidNeighbours = new BitSet();
  private final RemovedRows removed = new RemovedRows();

  ItemDeltas(
      DeltaTasks tasks,
      TaskQueue queue,
      AppliedProgress progress,
      EpochClock clock,
      ItemTable items,
      int dimension,
      boolean saysNeighbours) {
    super(tasks, queue, progress, clock);
    this.items = items;
    this.saysNeighbours = saysNeighbours;
    this.messages = new ItemMessages(items, dimension, out());
  }

  @Override
  public void changed(int row) {
    followed.remove(row);
    if (!trained.mark(row)) {
      countCoalesced();
    }
  }

  @Override
  public void contextChanged(int row) {
    if (trained.contains(row) || !followed.mark(row)) {
      countCoalesced();
    }
  }

  @Override
  public void neighboursChanged(int row) {
    if (saysNeighbours) {
      saidNeighbours.clear(row);
      followed.remove(row);
      trained.mark(row);
    }
  }

  @Override
  public void removed(int row) {
    trained.remove(row);
    followed.remove(row);
    saidNeighbours.clear(row);
    removed.add(items.id(row), items.removalUpdates(row));
  }

  @Override
  boolean hasEvents() {
    return trained.count() > 0 || !removed.isEmpty();
  }

  @Override
  boolean writeEvents() {
    if (!removed.handOver(out())) {
      return false;
    }
    while (trained.count() > 0) {
      int row = trained.first();
      if (!write(row)) {
        return false;
      }
      trained.remove(row);
    }
    return true;
  }

  private boolean write(int row) {
    boolean isTaken = messages.write(row, saysNeighbours && !saidNeighbours.get(row));
    if (isTaken) {
      saidNeighbours.set(row);
    }
    return isTaken;
  }

  @Override
  int besideCount() {
    return followed.count();
  }

  @Override
  boolean writeBeside() {
    int row = followed.first();
    if (row == UnsentRows.NONE || !write(row)) {
      return false;
    }
    followed.remove(row);
    return true;
  }

  @Override
  void forget() {
    forget(trained);
    forget(followed);
    saidNeighbours.clear();
    removed.clear();
  }

  private static void forget(UnsentRows rows) {
    for (int row = rows.first(); row != UnsentRows.NONE; row = rows.first()) {
      rows.remove(row);
    }
  }

  @Override
  long livePairs() {
    return items.livePairs();
  }
}
