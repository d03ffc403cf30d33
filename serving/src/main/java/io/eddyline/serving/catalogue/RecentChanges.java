package io.eddyline.serving.catalogue;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The last change of each item since the oldest loaded version was made: what a version that is
 * loaded next gets without a look at the topic.
 *
 * <p>Threading: the follower's thread.
 */
final class RecentChanges {
  private final Map<String, Change> byId = new HashMap<>();

  /** Takes a change; false if it is no news, since the same or a later one of the item is held. */
  boolean add(Change change) {
    Change held = byId.get(change.entry().itemId());
    if (held != null && held.offset() >= change.offset()) {
      return false;
    }
    byId.put(change.entry().itemId(), change);
    return true;
  }

  Collection<Change> all() {
    return byId.values();
  }

  int size() {
    return byId.size();
  }

  /** Drops what stands before an offset of its partition. */
  void dropBefore(int partition, long offset) {
    byId.values().removeIf(held -> held.partition() == partition && held.offset() < offset);
  }
}
