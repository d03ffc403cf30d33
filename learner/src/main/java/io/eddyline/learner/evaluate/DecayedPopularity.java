package io.eddyline.learner.evaluate;

import io.eddyline.schemas.snapshot.Scoring;

/**
 * Popularity of the items seen so far, the sum of {@code 2^(-age / halfLife)} over an item's
 * events, and its logarithm as a prior.
 *
 * <p>Priors are exact for an item when it has an event, and for all items every {@link
 * #EVENTS_PER_REFRESH} events; in between they do not decay.
 *
 * <p>Threading: one thread.
 */
final class DecayedPopularity {
  private static final int EVENTS_PER_REFRESH = 200;

  private final double rate;
  private final double[] popularities;
  private final int[] lastEvents;
  private final float[] priors;
  private int itemCount;
  private int now;

  /**
   * @param itemCount most items
   * @param halfLife in events
   */
  DecayedPopularity(int itemCount, double halfLife) {
    this.rate = Math.log(2) / halfLife;
    this.popularities = new double[itemCount];
    this.lastEvents = new int[itemCount];
    this.priors = new float[itemCount];
  }

  /** Counts the next event; a new item has the next number. */
  void add(int item) {
    itemCount = Math.max(itemCount, item + 1);
    popularities[item] = at(item, now) + 1;
    lastEvents[item] = now;
    now++;
    priors[item] = prior(item);
    if (now % EVENTS_PER_REFRESH == 0) {
      for (int each = 0; each < itemCount; each++) {
        priors[each] = prior(each);
      }
    }
  }

  /** Items seen so far, [0, itemCount). */
  int itemCount() {
    return itemCount;
  }

  /** {@code log(popularity + 0.5)} by item; the live array. */
  float[] priors() {
    return priors;
  }

  private float prior(int item) {
    return (float) Math.log(at(item, now) + Scoring.POPULARITY_OFFSET);
  }

  private double at(int item, int event) {
    return popularities[item] * Math.exp(-rate * (event - lastEvents[item]));
  }
}
