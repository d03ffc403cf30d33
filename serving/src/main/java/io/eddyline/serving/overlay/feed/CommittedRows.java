package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest versions that a reading of a partition's log has brought: what the overlay has of an
 * older epoch and is not among them was never committed.
 *
 * <p>Threading: the overlay agent.
 */
final class CommittedRows {
  private final Map<String, RowVersion> versions = new HashMap<>();
  /* Those that the overlay did not take, since it has another, newer version. */
  private final Map<String, LogEntry.Row> outranked = new HashMap<>();

  /** Takes a row that the overlay has already, or did not want. */
  void take(LogEntry.Row row, boolean isInOverlay) {
    versions.put(row.id(), row.version());
    if (isInOverlay) {
      outranked.remove(row.id());
    } else {
      outranked.put(row.id(), row);
    }
  }

  boolean has(String id, RowVersion version) {
    return version.equals(versions.get(id));
  }

  /** The rows that were outranked; from now on there are none. */
  Collection<LogEntry.Row> takeOutranked() {
    List<LogEntry.Row> rows = new ArrayList<>(outranked.values());
    outranked.clear();
    return rows;
  }

  /** Forgets what the overlay has let go. */
  void prune(Overlay overlay, Side side) {
    versions.keySet().removeIf(id -> overlay.origin(side, id) == null);
  }

  void clear() {
    versions.clear();
    outranked.clear();
  }
}
