package io.eddyline.serving.overlay.feed;

/**
 * How one model's feed is doing, as its agent saw it last.
 *
 * <p>Threading: written by the overlay agent, read by any thread.
 */
final class FeedState {
  private volatile long lagMs;
  private volatile int catchingUp;
  private volatile int waiting;
  private volatile int learners;

  void set(long markAgeMs, int partitionsCatchingUp, int requestsWaiting, int learnersHeard) {
    lagMs = markAgeMs;
    catchingUp = partitionsCatchingUp;
    waiting = requestsWaiting;
    learners = learnersHeard;
  }

  /** Age of the oldest watermark. */
  long lagMs() {
    return lagMs;
  }

  /** Partitions whose rows come from the row topics. */
  int catchingUp() {
    return catchingUp;
  }

  /** Requests that wait for their own events. */
  int waiting() {
    return waiting;
  }

  /** Streams that are heard. */
  int learners() {
    return learners;
  }
}
