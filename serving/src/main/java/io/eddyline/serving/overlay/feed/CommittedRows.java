package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The newest rows that a reading of a partition's log has brought: what the overlay has of an older
 * epoch and is not among them was never committed, and these come instead.
 *
 * <p>Threading: the overlay agent.
 */
final class CommittedRows {
  private final Map<String, LogEntry.Row> newest = new HashMap<>();

  void take(LogEntry.Row row) {
    newest.put(row.id(), row);
  }

  boolean has(String id, RowVersion version) {
    LogEntry.Row row = newest.get(id);
    return row != null && row.version().equals(version);
  }

  Collection<LogEntry.Row> all() {
    return newest.values();
  }

  /** Forgets what the overlay has let go. */
  void prune(Overlay overlay, Side side) {
    newest.keySet().removeIf(id -> overlay.origin(side, id) == null);
  }

  void clear() {
    newest.clear();
  }
}
