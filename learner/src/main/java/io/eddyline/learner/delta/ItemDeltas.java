package io.eddyline.learner.delta;

import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import java.util.BitSet;
import org.agrona.concurrent.EpochClock;

/**
 * What an item side hands over. If rows are to say their neighbours, the first one does that
 * somebody hears, and one within an interval after they changed:
 *
 * <pre>
 *   changed ──▶ owing | first in, first out |  ──▶ due ──▶ with the next row of the item, at the
 *                       waits in the interval              latest beside events in the next round
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
  private final long owingMs;
  private final ItemMessages messages;
  private final UnsentRows trained = new UnsentRows();
  private final UnsentRows followed = new UnsentRows();
  private final UnsentRows owing = new UnsentRows();
  private final BitSet due = new BitSet();
  private final BitSet told = new BitSet();
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
    this.owingMs = Math.max(0, config.neighboursIntervalMs() - 2 * roundMs());
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
    if (saysNeighbours && !due.get(row) && owing.mark(row)) {
      owing.stamp(row, out().nowMs(), 0);
    }
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
    told.clear(row);
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
    boolean withNeighbours = saysNeighbours && (due.get(row) || !told.get(row));
    boolean isTaken = messages.write(row, withNeighbours);
    if (isTaken && withNeighbours) {
      owing.remove(row);
      due.clear(row);
      told.set(row);
    }
    return isTaken;
  }

  @Override
  int beginRound() {
    for (int row = owing.first(); isDue(row); row = owing.first()) {
      owing.remove(row);
      due.set(row);
      if (!trained.contains(row)) {
        followed.mark(row);
      }
    }
    return followed.count();
  }

  /* Owing since before the clock was turned back is long enough. */
  private boolean isDue(int row) {
    if (row == UnsentRows.NONE) {
      return false;
    }
    long ageMs = out().nowMs() - owing.appendedAtMs(row);
    return ageMs < 0 || ageMs >= owingMs;
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
    forget(owing);
    due.clear();
    told.clear();
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
