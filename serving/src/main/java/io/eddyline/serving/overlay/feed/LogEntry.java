package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import java.util.List;

/** What a record of a row topic says, as the overlay takes it. */
sealed interface LogEntry {
  /** A user or an item with a row, or without one any more. */
  sealed interface Row extends LogEntry {
    String id();

    RowOrigin origin();

    default RowVersion version() {
      return origin().version();
    }
  }

  record User(OverlayUser row) implements Row {
    @Override
    public String id() {
      return row.userId();
    }

    @Override
    public RowOrigin origin() {
      return row.origin();
    }
  }

  record Item(OverlayItem row) implements Row {
    @Override
    public String id() {
      return row.itemId();
    }

    @Override
    public RowOrigin origin() {
      return row.origin();
    }
  }

  /** A row that its owner removed. */
  record Removal(String id, RowOrigin origin) implements Row {}

  /**
   * A full block of a user's seen items.
   *
   * @param version of the row that it came with
   */
  record Block(String userId, int block, RowVersion version, List<String> items)
      implements LogEntry {}
}
