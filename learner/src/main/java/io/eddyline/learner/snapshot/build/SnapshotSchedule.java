package io.eddyline.learner.snapshot.build;

/**
 * Says when the next snapshot is due.
 *
 * <p>Threading: owned by the builder's thread.
 */
final class SnapshotSchedule {
  private final SnapshotsConfig config;
  private long builtAtMs;
  private long builtEvents;
  private long firstChangeMs = -1;

  SnapshotSchedule(SnapshotsConfig config) {
    this.config = config;
  }

  /** A snapshot with this many trained events exists. */
  void built(long nowMs, long trainedEvents) {
    builtAtMs = nowMs;
    builtEvents = trainedEvents;
    firstChangeMs = -1;
  }

  /** Milliseconds since the last snapshot. */
  long sinceBuiltMs(long nowMs) {
    return nowMs - builtAtMs;
  }

  /** Something that a snapshot holds has changed. */
  void changed(long nowMs) {
    if (firstChangeMs < 0) {
      firstChangeMs = nowMs;
    }
  }

  /** Whether to build now. */
  boolean isDue(long nowMs, long trainedEvents) {
    if (firstChangeMs < 0 || nowMs - builtAtMs < config.minInterval().toMillis()) {
      return false;
    }
    return nowMs - firstChangeMs >= config.interval().toMillis()
        || trainedEvents - builtEvents >= config.maxEvents();
  }
}
