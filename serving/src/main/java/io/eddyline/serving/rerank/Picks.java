package io.eddyline.serving.rerank;

/**
 * The candidates that were picked, in order, and how probable each pick was.
 *
 * <p>Threading: immutable.
 */
public final class Picks {
  private final int[] ranks;
  private final double[] propensities;

  /** Takes both arrays, of one length, as its own. */
  Picks(int[] ranks, double[] propensities) {
    this.ranks = ranks;
    this.propensities = propensities;
  }

  /** Number of picks. */
  public int size() {
    return ranks.length;
  }

  /** Rank in the pool of what was picked at a position. */
  public int rank(int position) {
    return ranks[position];
  }

  /** Probability of the pick at a position, given those before it; 1 without noise. */
  public double propensity(int position) {
    return propensities[position];
  }
}
