package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a reading of a partition's log brings into the overlay, and which of them are the
 * newest: what the overlay has of an older epoch and is not among them was never committed, and
 * these come instead.
 *
 * <pre>
 *   the overlay has the row itself           its version is kept here
 *   an uncommitted one stands in its place   the row is kept here, for when that one goes
 *   the overlay has let it go                nothing is kept: the bound of the overlay is ours too
 * </pre>
 *
 * <p>What was let go is looked for when there are twice as many ids as were left the last time, so
 * there are at most twice as many as the overlay has, or {@link #LEAST_BOUND}.
 *
 * <p>Threading: the overlay agent.
 */
final class CommittedRows {
  static final int LEAST_BOUND = 1_024;

  private final RowPartition partition;
  private final Overlay overlay;
  private final NewRows newRows;
  private final FeedMeters meters;
  private final Map<String, Committed> newest = new HashMap<>();
  private int bound = LEAST_BOUND;
  private boolean tookAny;

  /**
   * The newest row of an id.
   *
   * @param row null while the overlay has it
   */
  private record Committed(RowVersion version, LogEntry.@Nullable Row row) {}

  CommittedRows(RowPartition partition, Overlay overlay, NewRows newRows, FeedMeters meters) {
    this.partition = partition;
    this.overlay = overlay;
    this.newRows = newRows;
    this.meters = meters;
  }

  private Side side() {
    return partition.side();
  }

  /** The log has an entry. */
  void bring(LogEntry entry) {
    switch (entry) {
      case LogEntry.Block block -> {
        overlay.putSeenBlock(
            block.userId(), partition.number(), block.block(), block.version(), block.items());
        newRows.note();
      }
      case LogEntry.Row row -> {
        put(row);
        newest.put(row.id(), known(row));
        if (newest.size() > bound) {
          prune();
        }
      }
    }
  }

  private void put(LogEntry.Row row) {
    boolean taken =
        switch (row) {
          case LogEntry.User user -> overlay.put(user.row());
          case LogEntry.Item item -> overlay.put(item.row());
          case LogEntry.Removal removal -> overlay.remove(side(), removal.id(), removal.origin());
        };
    if (taken) {
      tookAny = true;
      newRows.note();
      meters.takenFromLog();
    }
  }

  private Committed known(LogEntry.Row row) {
    RowOrigin held = overlay.origin(side(), row.id());
    return held != null && held.version().equals(row.version())
        ? new Committed(held.version(), null)
        : new Committed(row.version(), row);
  }

  /** Whether a row was taken since the last call. */
  boolean tookAny() {
    boolean took = tookAny;
    tookAny = false;
    return took;
  }

  /** A row or a removal that is not known to be committed is about to be put into the overlay. */
  void beforeUncommitted(String id, RowVersion version) {
    Committed known = newest.get(id);
    if (known != null && known.row() == null && version.compareTo(known.version()) >= 0) {
      LogEntry.Row held = held(id);
      if (held != null && held.version().equals(known.version())) {
        newest.put(id, new Committed(known.version(), held));
      }
    }
  }

  private LogEntry.@Nullable Row held(String id) {
    RowOrigin origin = overlay.origin(side(), id);
    if (origin == null) {
      return null;
    }
    OverlayUser user = side() == Side.USER ? overlay.user(id) : null;
    OverlayItem item = side() == Side.ITEM ? overlay.item(id) : null;
    if (user != null) {
      return new LogEntry.User(user);
    }
    return item == null ? new LogEntry.Removal(id, origin) : new LogEntry.Item(item);
  }

  /** Of older epochs than this one only what was committed stays. */
  void settle(long epoch) {
    overlay.drop(
        side(),
        partition.number(),
        (id, origin) -> origin.version().epoch() != epoch && !has(id, origin.version()));
    newRows.note();
    newest.replaceAll((_, committed) -> committed.row() == null ? committed : back(committed));
  }

  private boolean has(String id, RowVersion version) {
    Committed known = newest.get(id);
    return known != null && known.version().equals(version);
  }

  private Committed back(Committed displaced) {
    LogEntry.Row row = Objects.requireNonNull(displaced.row(), "a displaced row is kept");
    put(row);
    return known(row);
  }

  /** Forgets what the overlay has let go. */
  void prune() {
    newest.keySet().removeIf(id -> overlay.origin(side(), id) == null);
    bound = Math.max(LEAST_BOUND, 2 * newest.size());
  }

  void clear() {
    newest.clear();
    bound = LEAST_BOUND;
  }

  /** Ids of which something is kept. */
  int count() {
    return newest.size();
  }

  /** Rows that are kept here and not in the overlay. */
  long rowCount() {
    return newest.values().stream().filter(committed -> committed.row() != null).count();
  }
}
