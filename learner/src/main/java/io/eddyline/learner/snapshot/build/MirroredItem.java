package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.table.PopularityDecay;

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
  private final double trend;
  private final long clock;
  private final int[] neighbours;
  private final float[] neighbourCounts;

  /**
   * @param neighbours numbers of items that were visited before this one
   * @param neighbourCounts how often each was, decayed
   */
  MirroredItem(
      int partition,
      float[] candidate,
      float[] history,
      double vectorNorm,
      double contextNorm,
      double popularity,
      double trend,
      long clock,
      int[] neighbours,
      float[] neighbourCounts) {
    this.partition = partition;
    this.candidate = candidate;
    this.history = history;
    this.vectorNorm = vectorNorm;
    this.contextNorm = contextNorm;
    this.popularity = popularity;
    this.trend = trend;
    this.clock = clock;
    this.neighbours = neighbours;
    this.neighbourCounts = neighbourCounts;
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

  /** {@link ItemMirror} numbers of the items that were visited before this one, each once. */
  int[] neighbours() {
    return neighbours;
  }

  /** How often each of the {@link #neighbours} was, decayed. */
  float[] neighbourCounts() {
    return neighbourCounts;
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
   */
  double popularity(PopularityDecay decay, long livePairs) {
    return decay.popularity(popularity, livePairs - clock);
  }

  /** As {@link #popularity}, with the shorter half-life. */
  double trend(PopularityDecay decay, long livePairs) {
    return decay.trend(trend, livePairs - clock);
  }
}
