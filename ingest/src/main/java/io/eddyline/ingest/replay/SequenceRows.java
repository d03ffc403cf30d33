package io.eddyline.ingest.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a user and items, parted by blanks: {@code user item item …}. Lines of the same user
 * belong together, one after the other.
 *
 * <p>The events have no time yet: {@link ClocklessOrder} gives it to them when all are read.
 */
final class SequenceRows {
  private static final String CLICK = "click";
  private static final long NO_TIME = 0;

  private SequenceRows() {}

  /** Adds the items of one file. */
  static void read(
      String file, BufferedReader lines, @Nullable String type, EventTableBuilder events)
      throws IOException {
    String told = type == null ? CLICK : type;
    String line;
    for (int number = 1; (line = lines.readLine()) != null; number++) {
      if (line.isBlank()) {
        continue;
      }
      StringTokenizer fields = new StringTokenizer(line);
      String user = fields.nextToken();
      if (!fields.hasMoreTokens()) {
        events.bad(file, number, "a user without items");
      }
      while (fields.hasMoreTokens()) {
        events.add(
            file, number, new SourceEvent(user, fields.nextToken(), told, NO_TIME, Double.NaN));
      }
    }
  }
}
