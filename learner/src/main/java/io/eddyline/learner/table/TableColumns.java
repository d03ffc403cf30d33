package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;

/**
 * Tables as columns, row by row as they stand: one that is read has every id in the row that it
 * had, and goes on as the other would have.
 *
 * <pre>
 *   items:  ids | vectors, momenta, contexts | popularity | trained pairs | neighbours: ids, lists
 *           | counts of versions | ordinals | last uses, where rows expire
 *   users:  items' ids | ids | vectors, momenta | histories | seen sets | ratings | trained events
 *           | counts of versions | first and last uses, where rows expire
 * </pre>
 *
 * <p>What {@code restored} takes of a table's progress is not among them.
 *
 * <p>Threading: the table's.
 */
public final class TableColumns {
  private TableColumns() {}

  /**
   * Settings on which the columns of an item table depend; those of other settings are not read.
   */
  public static String shape(ItemTable table) {
    return "neighbours.length %d, expiring %b"
        .formatted(table.neighbours().length(), table.expires());
  }

  /** As the other, of a user table. */
  public static String shape(UserTable table) {
    return "history-length %d, seen-limit %d, expiring %b"
        .formatted(table.historyLength(), table.seenLimit, table.expires());
  }

  /** Writes a table of which nothing is dirty. */
  public static void write(ItemTable table, ColumnWriter out) {
    int rows = table.size();
    table.ids.write(out);
    table.values.write(rows, out);
    table.versions.write(rows, out);
    out.putInts(table.ordinals, 0, rows);
    out.putInt(table.nextOrdinal);
    if (table.uses != null) {
      table.uses.write(rows, out);
    }
  }

  /** Fills an empty table of the same shape; {@link ItemTable#restored} ends it. */
  public static void read(ItemTable table, ColumnReader in) {
    table.ids.read(in);
    int rows = table.size();
    table.ensure(rows);
    table.values.read(rows, in);
    table.versions.read(rows, in);
    in.getInts(table.ordinals, 0, rows);
    table.nextOrdinal = in.getInt();
    if (table.uses != null) {
      table.uses.read(rows, in);
    }
  }

  /**
   * Writes a table of which nothing is dirty.
   *
   * @param replica gave the table's items their ordinals
   */
  public static void write(UserTable table, ItemReplica replica, ColumnWriter out) {
    int rows = table.size();
    ItemNames names = ItemNames.write(table, replica, out);
    table.ids.write(out);
    table.vectors().write(rows, out);
    table.momenta().write(rows, out);
    table.histories.write(rows, names, out);
    table.seen.forEach(set -> set.write(names, out));
    table.ratings.write(rows, out);
    out.putLongs(table.trainedEvents, 0, rows);
    table.versions.write(rows, out);
    if (table.uses != null) {
      out.putLongs(table.firstUses, 0, rows);
      table.uses.write(rows, out);
    }
  }

  /**
   * Fills an empty table of the same shape; {@link UserTable#restored} ends it. The caller has a
   * {@link ReplicaReader}.
   *
   * @param replica gives the table's items their ordinals
   */
  public static void read(UserTable table, ItemReplica replica, ColumnReader in) {
    ItemNames names = ItemNames.read(replica, in);
    table.ids.read(in);
    int rows = table.size();
    table.ensure(rows);
    table.vectors().read(rows, in);
    table.momenta().read(rows, in);
    table.histories.read(rows, names, in);
    table.seen.forEach(set -> set.read(names, in));
    table.ratings.read(in);
    in.getLongs(table.trainedEvents, 0, rows);
    table.versions.read(rows, in);
    if (table.uses != null) {
      in.getLongs(table.firstUses, 0, rows);
      table.uses.read(rows, in);
    }
  }
}
