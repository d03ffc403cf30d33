package io.eddyline.ingest.replay;

import io.eddyline.schemas.Identifiers;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of files into an {@link EventTable}. Threading: one thread. */
final class EventTableBuilder {
  private final Dictionary users = new Dictionary();
  private final Dictionary items = new Dictionary();
  private final Dictionary types = new Dictionary();
  private final Dictionary files = new Dictionary();
  private final EventColumns columns = new EventColumns();
  private final ReadReport.Tally tally = new ReadReport.Tally();

  /** One row at the given place, unless its ids are not sound. */
  void add(String file, int line, SourceEvent event) {
    String fault = idFault("user", event.userId());
    fault = fault != null ? fault : idFault("item", event.itemId());
    if (fault != null) {
      bad(file, line, fault);
      return;
    }
    columns.add(
        users.add(event.userId()),
        items.add(event.itemId()),
        types.add(event.type()),
        event.timestampMs(),
        event.value(),
        files.add(file),
        line);
    tally.row();
  }

  void bad(String file, int line, String fault) {
    tally.badRow(file, line, fault);
  }

  /** All events; those of a format without a clock get their times from {@code order}. */
  DataSetReader.Result build(ClocklessOrder order) {
    order.assign(columns, users.size());
    return new DataSetReader.Result(
        new EventTable(users, items, types, files, columns), tally.report());
  }

  private static @Nullable String idFault(String role, String id) {
    String fault = Identifiers.fault(id);
    return fault == null ? null : role + " id " + fault;
  }
}
