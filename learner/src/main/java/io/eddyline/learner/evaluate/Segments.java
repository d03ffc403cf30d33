package io.eddyline.learner.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides events by how much is known of their user and by how popular their item is.
 *
 * <p>Threading: one thread.
 */
final class Segments {
  private static final String[] USER_PARTS = {"0", "1-4", "5-19", "20+"};
  private static final int[] USER_BOUNDS = {1, 5, 20};
  private static final String[] ITEM_PARTS = {"head", "middle", "tail", "new"};
  private static final int TERCILES = 3;

  private final QualitySum[] byUser = sums(USER_PARTS.length);
  private final QualitySum[] byItem = sums(ITEM_PARTS.length);

  /**
   * Adds an evaluated event.
   *
   * @param userEvents events of the user so far
   * @param morePopular share of the candidates that are more popular than the item; not a number
   *     for a new item
   */
  void add(double rank, int userEvents, double morePopular) {
    int part = 0;
    while (part < USER_BOUNDS.length && userEvents >= USER_BOUNDS[part]) {
      part++;
    }
    byUser[part].add(rank);
    int tercile = Double.isNaN(morePopular) ? TERCILES : (int) (morePopular * TERCILES);
    byItem[tercile].add(rank);
  }

  List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    for (int part = 0; part < USER_PARTS.length; part++) {
      segments.add(Segment.of("user-events", USER_PARTS[part], byUser[part]));
    }
    for (int part = 0; part < ITEM_PARTS.length; part++) {
      segments.add(Segment.of("item-popularity", ITEM_PARTS[part], byItem[part]));
    }
    return segments;
  }

  private static QualitySum[] sums(int count) {
    QualitySum[] sums = new QualitySum[count];
    for (int k = 0; k < count; k++) {
      sums[k] = new QualitySum();
    }
    return sums;
  }
}
