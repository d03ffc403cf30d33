package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The known items of a session as rows, newest first, each once: an item that comes again counts at
 * its newest place.
 *
 * <p>Threading: immutable.
 */
final class SessionRows {
  private final int[] rows;
  private final float[] weights;

  private SessionRows(int[] rows, float[] weights) {
    this.rows = rows;
    this.weights = weights;
  }

  /** Looks up a session that is given oldest first. */
  static SessionRows of(ItemRows items, List<SessionItem> session) {
    int[] rows = new int[session.size()];
    float[] weights = new float[session.size()];
    BitSet taken = new BitSet();
    int count = 0;
    for (SessionItem item : session.reversed()) {
      int row = items.row(item.itemId());
      if (row != ItemRows.MISSING && !taken.get(row)) {
        taken.set(row);
        rows[count] = row;
        weights[count++] = item.weight();
      }
    }
    return new SessionRows(Arrays.copyOf(rows, count), Arrays.copyOf(weights, count));
  }

  int count() {
    return rows.length;
  }

  int row(int age) {
    return rows[age];
  }

  /** A copy, newest first. */
  float[] weights() {
    return weights.clone();
  }
}
