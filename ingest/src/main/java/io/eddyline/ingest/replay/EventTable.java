package io.eddyline.ingest.replay;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * The events of a data set in time order, ties in file order: about 34 bytes an event beside the
 * distinct ids.
 *
 * <p>As a list it makes each {@link SourceEvent} when asked; loops over millions read the columns.
 * Users and items have dense ordinals in order of first appearance in the files.
 *
 * <p>Threading: immutable.
 */
public final class EventTable extends AbstractList<SourceEvent> implements RandomAccess {
  private final Dictionary users;
  private final Dictionary items;
  private final Dictionary types;
  private final Dictionary files;
  private final EventColumns columns;
  private final int[] order;

  EventTable(
      Dictionary users,
      Dictionary items,
      Dictionary types,
      Dictionary files,
      EventColumns columns) {
    this(
        users,
        items,
        types,
        files,
        columns,
        StableOrder.byTime(columns.timestampMs(), columns.size()));
  }

  private EventTable(
      Dictionary users,
      Dictionary items,
      Dictionary types,
      Dictionary files,
      EventColumns columns,
      int[] order) {
    this.users = users;
    this.items = items;
    this.types = types;
    this.files = files;
    this.columns = columns;
    this.order = order;
  }

  /** The first {@code count} events, or all of them if there are fewer; ids keep their ordinals. */
  public EventTable first(int count) {
    return count >= order.length
        ? this
        : new EventTable(users, items, types, files, columns, Arrays.copyOf(order, count));
  }

  @Override
  public int size() {
    return order.length;
  }

  @Override
  public SourceEvent get(int index) {
    return new SourceEvent(
        userId(userOrdinal(index)),
        itemId(itemOrdinal(index)),
        type(index),
        timestampMs(index),
        value(index));
  }

  public int userCount() {
    return users.size();
  }

  public int itemCount() {
    return items.size();
  }

  public String userId(int userOrdinal) {
    return users.value(userOrdinal);
  }

  public String itemId(int itemOrdinal) {
    return items.value(itemOrdinal);
  }

  public int userOrdinal(int index) {
    return columns.user(order[index]);
  }

  public int itemOrdinal(int index) {
    return columns.item(order[index]);
  }

  public String type(int index) {
    return types.value(columns.type(order[index]));
  }

  public long timestampMs(int index) {
    return columns.timestampMs(order[index]);
  }

  /** NaN if the event has none. */
  public double value(int index) {
    return columns.value(order[index]);
  }

  /** Name of the file, without folder, that the event was read from. */
  String file(int index) {
    return files.value(columns.file(order[index]));
  }

  /** Line of the file, from 1. */
  int line(int index) {
    return columns.line(order[index]);
  }
}
