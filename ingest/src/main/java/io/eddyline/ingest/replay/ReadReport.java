package io.eddyline.ingest.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * How the reading went.
 *
 * @param rows rows that became events
 * @param badRows rows that did not
 * @param firstFaults the first few of those: file, line, what was wrong
 */
public record ReadReport(long rows, long badRows, List<String> firstFaults) {
  public ReadReport {
    firstFaults = List.copyOf(firstFaults);
  }

  /** Counts while the files are read. Threading: one thread. */
  static final class Tally {
    private static final int MAX_FAULTS = 5;

    private long rows;
    private long badRows;
    private final List<String> firstFaults = new ArrayList<>();

    void row() {
      rows++;
    }

    void badRow(String file, int line, String fault) {
      badRows++;
      if (firstFaults.size() < MAX_FAULTS) {
        firstFaults.add("%s, line %d: %s".formatted(file, line, fault));
      }
    }

    ReadReport report() {
      return new ReadReport(rows, badRows, firstFaults);
    }
  }
}
