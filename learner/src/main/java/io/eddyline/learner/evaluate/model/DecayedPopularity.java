package io.eddyline.learner.evaluate.model;

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
public final class DecayedPopularity {
  private static final int EVENTS_PER_REFRESH = 200;

  private final double rate;
  private final double decay;
  private final double[] popularities;
  private final int[] lastEvents;
  private final float[] priors;
  private int itemCount;
  private double total;
  private int now;

  /**
   * @param itemCount most items
   * @param halfLife in events; infinite for plain counts
   */
  public DecayedPopularity(int itemCount, double halfLife) {
    this.rate = Math.log(2) / halfLife;
    this.decay = Math.exp(-rate);
    this.popularities = new double[itemCount];
    this.lastEvents = new int[itemCount];
    this.priors = new float[itemCount];
  }

  /**
   * Counts the next event; a new item has the next number.
   *
   * @param isPositive if not, the item is known from now on but no more popular
   */
  public void add(int item, boolean isPositive) {
    int amount = isPositive ? 1 : 0;
    itemCount = Math.max(itemCount, item + 1);
    popularities[item] = at(item, now) + amount;
    lastEvents[item] = now;
    now++;
    total = total * decay + amount;
    priors[item] = prior(item);
    if (now % EVENTS_PER_REFRESH == 0) {
      for (int each = 0; each < itemCount; each++) {
        priors[each] = prior(each);
      }
    }
  }

  /** Items seen so far, [0, itemCount). */
  public int itemCount() {
    return itemCount;
  }

  /** {@code log(popularity + 0.5)} by item; the live array. */
  public float[] priors() {
    return priors;
  }

  /** The popularity of an item now. */
  double popularity(int item) {
    return at(item, now);
  }

  /** The sum of all popularities now. */
  double total() {
    return total * decay;
  }

  private float prior(int item) {
    return (float) Math.log(at(item, now) + Scoring.POPULARITY_OFFSET);
  }

  private double at(int item, int event) {
    return popularities[item] * Math.exp(-rate * (event - lastEvents[item]));
  }
}
