package io.eddyline.learner.snapshot.build;

/**
 * One item as a snapshot shows it.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 */
final class MirroredItem {
  private final int partition;
  private final float[] candidate;
  private final float[] history;
  private final double vectorNorm;
  private final double contextNorm;
  private final double popularity;
  private final long clock;

  MirroredItem(
      int partition,
      float[] candidate,
      float[] history,
      double vectorNorm,
      double contextNorm,
      double popularity,
      long clock) {
    this.partition = partition;
    this.candidate = candidate;
    this.history = history;
    this.vectorNorm = vectorNorm;
    this.contextNorm = contextNorm;
    this.popularity = popularity;
    this.clock = clock;
  }

  int partition() {
    return partition;
  }

  /** {@code normalise(e)}. */
  float[] candidate() {
    return candidate;
  }

  /** {@code normalise(m) + c}. */
  float[] history() {
    return history;
  }

  /** {@code |e|}. */
  double vectorNorm() {
    return vectorNorm;
  }

  /** {@code |c|}. */
  double contextNorm() {
    return contextNorm;
  }

  /**
   * Decayed popularity, in events.
   *
   * @param livePairs of the partition by now
   * @param halfLifeEvents half-life, in live pairs of the partition
   */
  double popularityAt(long livePairs, double halfLifeEvents) {
    return popularity * Math.pow(2, -Math.max(0, livePairs - clock) / halfLifeEvents);
  }

  /** As of {@link #clock}, in events. */
  double popularity() {
    return popularity;
  }

  /** Live pairs of the partition when the popularity was written. */
  long clock() {
    return clock;
  }
}
