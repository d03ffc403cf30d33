package io.eddyline.serving.overlay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row that was laid over one of the version's own and was taken away again, and the next one to
 * which that happened. A view holds the last one before it, so that whoever compares two views
 * finds all between them, and those that no view needs any more are garbage.
 *
 * <p>Threading: one writer appends; read from any thread.
 */
final class LiftedItem {
  private final @Nullable LaidItem item;
  private volatile @Nullable LiftedItem next;

  /**
   * @param item null for the beginning, before the first
   */
  LiftedItem(@Nullable LaidItem item) {
    this.item = item;
  }

  LiftedItem append(LaidItem lifted) {
    LiftedItem appended = new LiftedItem(lifted);
    next = appended;
    return appended;
  }

  /** The rows that were lifted behind this one up to another, the newest of each item, by row. */
  Map<Integer, LaidItem> until(LiftedItem last) {
    if (last == this) {
      return Map.of();
    }
    Map<Integer, LaidItem> lifted = new LinkedHashMap<>();
    for (LiftedItem at = next; at != null; at = at == last ? null : at.next) {
      if (at.item != null) {
        lifted.put(at.item.row(), at.item);
      }
    }
    return lifted;
  }
}
