package io.eddyline.learner.table;

import java.util.Arrays;

/**
 * Carries every change of one partition's item rows into the process's replica, in memory and at
 * once.
 *
 * <p>Threading: one thread, the table's.
 */
public final class ReplicaFeed implements ItemRowListener {
  private static final int UNKNOWN = -1;

  private final ItemTable table;
  private final ItemReplica replica;
  private final int partition;
  private final long epoch;
  private int[] ordinals = new int[0];
  private int[] neighbourOrdinals = new int[0];
  private final int[] neighbours = new int[NeighbourLists.MOST_SLOTS];

  /**
   * @param table of the partition
   * @param partition that owns it
   * @param epoch of the owning task
   */
  public ReplicaFeed(ItemTable table, ItemReplica replica, int partition, long epoch) {
    this.table = table;
    this.replica = replica;
    this.partition = partition;
    this.epoch = epoch;
  }

  @Override
  public void changed(int row) {
    replica.writes().apply(ordinal(row), table, row, partition, epoch);
  }

  @Override
  public void removed(int row) {
    replica.retire(table.id(row), false);
    if (row < ordinals.length) {
      ordinals[row] = UNKNOWN;
    }
  }

  @Override
  public void contextChanged(int row) {
    int ordinal = ordinal(row);
    float[] context = table.contexts().chunk(row);
    int at = table.contexts().offset(row);
    if (!replica.writes().applyContext(ordinal, epoch, table.updates(row), context, at)) {
      changed(row);
    }
  }

  @Override
  public void neighboursChanged(int row) {
    int ordinal = ordinal(row);
    if (!replica.writes().advanceVersion(ordinal, epoch, table.updates(row))) {
      changed(row);
    }
    NeighbourLists lists = table.neighbours();
    long changedSlots = lists.takeChangedSlots(row);
    for (long changed = changedSlots; changed != 0; changed &= changed - 1) {
      int slot = Long.numberOfTrailingZeros(changed);
      neighbours[slot] = neighbour(lists, lists.number(row, slot));
    }
    replica
        .neighbourhood()
        .set(ordinal, changedSlots, neighbours, lists.chunk(row), lists.offset(row));
  }

  /* A number of the lists mostly means the same item as the last time. */
  private int neighbour(NeighbourLists lists, int number) {
    if (number == UNKNOWN) {
      return UNKNOWN;
    }
    if (number >= neighbourOrdinals.length) {
      int known = neighbourOrdinals.length;
      neighbourOrdinals = Arrays.copyOf(neighbourOrdinals, Math.max(number + 1, 2 * known));
      Arrays.fill(neighbourOrdinals, known, neighbourOrdinals.length, UNKNOWN);
    }
    String id = lists.idOf(number);
    int ordinal = neighbourOrdinals[number];
    if (ordinal == UNKNOWN || replica.isRetired(ordinal) || !replica.id(ordinal).equals(id)) {
      ordinal = replica.ordinalOf(id);
      neighbourOrdinals[number] = ordinal;
    }
    return ordinal;
  }

  /* A tombstone that the log delivers late can retire an item that has a row again. */
  private int ordinal(int row) {
    if (row >= ordinals.length) {
      int known = ordinals.length;
      ordinals = Arrays.copyOf(ordinals, Math.max(row + 1, 2 * known));
      Arrays.fill(ordinals, known, ordinals.length, UNKNOWN);
    }
    int ordinal = ordinals[row];
    if (ordinal == UNKNOWN || replica.ownerOrdinalAt(ordinal, partition) != table.ordinal(row)) {
      ordinal = replica.ordinalOf(table.id(row));
      ordinals[row] = ordinal;
      table.neighbours().allSlotsChanged(row);
    }
    return ordinal;
  }
}
