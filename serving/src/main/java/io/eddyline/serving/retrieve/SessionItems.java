package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentItems;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The known items of a session, newest first, each once: an item that comes again counts at its
 * newest place.
 *
 * <p>Threading: immutable; the weights are not to be written.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SessionItems(List<CurrentItem> items, float[] weights) {
  /** Looks up a session that is given oldest first. */
  static SessionItems of(CurrentItems known, List<SessionItem> session) {
    List<CurrentItem> items = new ArrayList<>();
    float[] weights = new float[session.size()];
    BitSet taken = new BitSet();
    for (SessionItem asked : session.reversed()) {
      CurrentItem item = known.find(asked.itemId());
      if (item != null && !taken.get(item.row())) {
        taken.set(item.row());
        weights[items.size()] = asked.weight();
        items.add(item);
      }
    }
    return new SessionItems(items, Arrays.copyOf(weights, items.size()));
  }
}
