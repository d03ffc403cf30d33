package io.eddyline.ingest.replay;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads data sets. Stateless; any thread. */
public final class DataSetReader {
  /** The events and how the reading went. */
  public record Result(EventTable events, ReadReport report) {}

  private DataSetReader() {}

  /**
   * All events of the files, in time order, that of a format without a clock as {@link
   * ClocklessOrder} lays it down. A bad row is counted and the next one read.
   *
   * @throws EddylineException (STOP) if a file cannot be read, or nothing tells its columns
   */
  public static Result read(DataFormat format, ReadOptions options, List<Path> files) {
    EventTableBuilder events = new EventTableBuilder();
    for (Path file : files) {
      try (BufferedReader lines = Lines.open(file)) {
        String name = String.valueOf(file.getFileName());
        switch (format) {
          case NDJSON -> NdjsonRows.read(name, lines, events);
          case SEQUENCES, LISTS -> SequenceRows.read(name, lines, options.type(), events);
          case MOVIELENS, MOVIELENS_CSV, CSV ->
              DelimitedRows.read(format, options, name, lines, events);
        }
      } catch (IOException | IllegalArgumentException e) {
        throw new EddylineException(
            Action.STOP, "cannot read %s: %s".formatted(file, e.getMessage()), e);
      }
    }
    return events.build(order(format));
  }

  private static ClocklessOrder order(DataFormat format) {
    return switch (format) {
      case SEQUENCES -> ClocklessOrder.SPREAD;
      case LISTS -> ClocklessOrder.SHUFFLED;
      case NDJSON, MOVIELENS, MOVIELENS_CSV, CSV -> ClocklessOrder.NONE;
    };
  }
}
