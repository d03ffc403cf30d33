package io.eddyline.schemas.streams;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * How long the threads that take the place of failed ones wait before they begin: 100 ms after the
 * first failure, twice as long after each further one, half a minute at most. Five minutes without
 * a failure, and the next one counts as the first.
 *
 * <p>Threading: thread-safe. It outlives the threads.
 */
public final class ReplacementDelay {
  static final long FIRST_MS = 100;
  static final long LONGEST_MS = 30_000;

  /* Longer than the longest delay and a start that times out. */
  private static final long FORGOTTEN_AFTER_NS = TimeUnit.MINUTES.toNanos(5);

  private final LongSupplier nanoClock;
  private final ExponentialBackoff backoff =
      new ExponentialBackoff(FIRST_MS, 2, LONGEST_MS, /* jitter= */ 0);
  private long failures;
  private long lastFailureNs;
  private long delayNs;

  public ReplacementDelay(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * A thread failed.
   *
   * @return milliseconds that the next one waits
   */
  public synchronized long failed() {
    long nowNs = nanoClock.getAsLong();
    if (failures > 0 && nowNs - lastFailureNs > FORGOTTEN_AFTER_NS) {
      failures = 0;
    }
    long delayMs = backoff.backoff(failures++);
    lastFailureNs = nowNs;
    delayNs = TimeUnit.MILLISECONDS.toNanos(delayMs);
    return delayMs;
  }

  /** Nanoseconds that a thread which is made now has to wait from now on; 0 if it can begin. */
  public synchronized long remainingNs() {
    return failures == 0 ? 0 : Math.max(0, lastFailureNs + delayNs - nanoClock.getAsLong());
  }
}
