package io.eddyline.learner.table;

/**
 * Exponential decay of popularity, counted in live pairs of one partition.
 *
 * <p>Partitions share a stream evenly, so a half-life of the whole stream is that of a partition
 * times their number.
 *
 * <p>Threading: immutable.
 */
final class Decay {
  private final double ratePerPair;

  /**
   * @param halfLife events of the whole stream after which popularity has halved
   * @param partitions of the item side
   */
  Decay(double halfLife, int partitions) {
    this.ratePerPair = Math.log(2) * partitions / halfLife;
  }

  /** What is left of {@code popularity} after {@code pairs} live pairs of its partition. */
  double after(double popularity, long pairs) {
    return popularity * Math.exp(-ratePerPair * Math.max(0, pairs));
  }
}
