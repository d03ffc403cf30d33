package io.eddyline.ingest.replay;

import java.util.concurrent.locks.LockSupport;

/**
 * Holds a loop to a rate: the n-th event is due n / rate after the start. Threading: one thread.
 */
final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;

  private final double eventsPerSecond;
  private final long startNs = System.nanoTime();

  /** A pace; 0 is without limit. */
  Pace(double eventsPerSecond) {
    this.eventsPerSecond = eventsPerSecond;
  }

  boolean isDue(long event) {
    return waitNs(event) <= 0;
  }

  void await(long event) {
    for (long waitNs = waitNs(event); waitNs > 0; waitNs = waitNs(event)) {
      LockSupport.parkNanos(waitNs);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }

  private long waitNs(long event) {
    if (eventsPerSecond == 0) {
      return 0;
    }
    return (long) (event / eventsPerSecond * NANOS_PER_SECOND) - (System.nanoTime() - startNs);
  }
}
