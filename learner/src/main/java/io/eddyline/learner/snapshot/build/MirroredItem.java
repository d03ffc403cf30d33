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
  private final double popularity;
  private final double trend;
  private final long clock;

  MirroredItem(
      int partition,
      float[] candidate,
      float[] history,
      double popularity,
      double trend,
      long clock) {
    this.partition = partition;
    this.candidate = candidate;
    this.history = history;
    this.popularity = popularity;
    this.trend = trend;
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

  /** As of {@link #clock}, in events. */
  double popularity() {
    return popularity;
  }

  /** As of {@link #clock}, in events. */
  double trend() {
    return trend;
  }

  /** Live pairs of the partition when the popularity was written. */
  long clock() {
    return clock;
  }
}
