package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentItems;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntHashSet;

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
    IntHashSet taken = new IntHashSet();
    for (SessionItem asked : session.reversed()) {
      CurrentItem item = known.find(asked.itemId());
      if (item != null && taken.add(item.row())) {
        weights[items.size()] = asked.weight();
        items.add(item);
      }
    }
    return new SessionItems(items, Arrays.copyOf(weights, items.size()));
  }
}
