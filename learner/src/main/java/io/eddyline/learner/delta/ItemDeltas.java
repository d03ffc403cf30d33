package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import java.util.BitSet;
import org.agrona.concurrent.EpochClock;

/**
 * What an item side hands over. If rows are to say their neighbours, one does when its turn comes
 * after it was handed over for the first time, or after they changed:
 *
 * <pre>
 *   changed ──▶ owing | first in, first out, all within an interval |  ──▶ due ──▶ with the next row of the item
 * </pre>
 *
 * <p>Sixty-four ids are as many bytes as the row, and take as long to write and to read as ten. A
 * busy item's change many times in an interval and are said once. Until then readers have those of
 * before.
 *
 * <p>Threading: the task's stream thread.
 */
public final class ItemDeltas extends TaskDeltas implements ItemRowListener {
  private final ItemTable items;
  private final boolean saysNeighbours;
  private final int neighbourRounds;
  private final ItemMessages messages;
  private final UnsentRows trained = new UnsentRows();
  private final UnsentRows followed = new UnsentRows();
  private final UnsentRows owing = new UnsentRows();
  private final BitSet due = new BitSet();
  private final BitSet wasOwing = new BitSet();
  private final RemovedRows removed = new RemovedRows();

  ItemDeltas(
      DeltaTasks tasks,
      TaskQueue queue,
      AppliedProgress progress,
      EpochClock clock,
      ItemTable items,
      int dimension) {
    super(tasks, queue, progress, clock);
    this.items = items;
    DeltaConfig config = tasks.config();
    this.saysNeighbours = config.neighbours() && items.neighbours().length() > 0;
    this.neighbourRounds = rounds(config.neighboursIntervalMs());
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
    if (saysNeighbours && !due.get(row)) {
      owe(row);
    }
  }

  private void owe(int row) {
    wasOwing.set(row);
    owing.mark(row);
  }

  @Override
  public void removed(int row) {
    trained.remove(row);
    followed.remove(row);
    forgetNeighbours(row);
    removed.add(items.id(row), items.removalUpdates(row));
  }

  private void forgetNeighbours(int row) {
    owing.remove(row);
    due.clear(row);
    wasOwing.clear(row);
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
      if (!write(row, due.get(row))) {
        return false;
      }
      trained.remove(row);
    }
    return true;
  }

  private boolean write(int row, boolean withNeighbours) {
    if (!messages.write(row, withNeighbours)) {
      return false;
    }
    if (withNeighbours) {
      due.clear(row);
      owing.remove(row);
      wasOwing.set(row);
    } else if (isUnsaid(row)) {
      owe(row);
    }
    return true;
  }

  /* Whether whoever listens has never been told of them, and is not about to be. */
  private boolean isUnsaid(int row) {
    return saysNeighbours && !wasOwing.get(row);
  }

  @Override
  int beginRound() {
    for (int left = Math.ceilDiv(owing.count(), neighbourRounds); left > 0; left--) {
      int row = owing.first();
      owing.remove(row);
      due.set(row);
      if (!trained.contains(row)) {
        followed.mark(row);
      }
    }
    return followed.count();
  }

  @Override
  boolean writeBeside() {
    int row = followed.first();
    if (row == UnsentRows.NONE || !write(row, due.get(row) || isUnsaid(row))) {
      return false;
    }
    followed.remove(row);
    return true;
  }

  @Override
  void forget() {
    forget(trained);
    forget(followed);
    forget(owing);
    due.clear();
    wasOwing.clear();
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
