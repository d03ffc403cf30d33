package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A version that what is there is being laid over, in pieces, so that what comes meanwhile need not
 * wait; it is laid as it comes.
 *
 * <p>Threading: the overlay's writer.
 */
final class Following {
  private final LoadedModel model;
  private final FollowedVersion version;
  private final BoundedRows<ItemState> rows;
  private final List<String> ids = new ArrayList<>();
  private int next;

  /**
   * Begins with nothing laid.
   *
   * @param rows what is there
   */
  Following(LoadedModel model, FollowedVersion version, BoundedRows<ItemState> rows) {
    this.model = model;
    this.version = version;
    this.rows = rows;
    rows.forEach((id, _) -> ids.add(id));
  }

  boolean isClosed() {
    return model.isClosed();
  }

  /**
   * Lays so many rows at most, those written longest ago first; shows requests the last of them.
   *
   * @return whether there is nothing left to lay, also since the version is closed
   */
  boolean lay(int most) {
    try {
      return isClosed() || layNext(most);
    } catch (IllegalStateException e) {
      if (!isClosed()) {
        throw e;
      }
      return true;
    }
  }

  private boolean layNext(int most) {
    int end = Math.min(ids.size(), next + most);
    while (next < end) {
      String id = ids.get(next++);
      ItemState state = rows.get(id);
      if (state != null) {
        version.lay(id, state);
      }
    }
    if (next < ids.size()) {
      return false;
    }
    version.items().publish();
    return true;
  }
}
