package io.eddyline.ingest.replay;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Repeats calls that fail with {@link Action#RETRY}, waiting twice as long each time up to two
 * seconds, until the receiver has been away for too long.
 *
 * <p>Threading: thread-safe.
 */
final class Patience {
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 2000;

  private final long giveUpAfterMs;
  private final LongAdder retries = new LongAdder();

  Patience(long giveUpAfterMs) {
    this.giveUpAfterMs = giveUpAfterMs;
  }

  long retries() {
    return retries.sum();
  }

  /**
   * The answer of {@code call}.
   *
   * @throws EddylineException the last failure, when it is not worth another try
   */
  <T> T call(Supplier<T> call) {
    long startNs = System.nanoTime();
    long pauseMs = FIRST_PAUSE_MS;
    while (true) {
      try {
        return call.get();
      } catch (EddylineException e) {
        long triedMs = Duration.ofNanos(System.nanoTime() - startNs).toMillis();
        if (e.action() != Action.RETRY
            || triedMs >= giveUpAfterMs
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        retries.increment();
        LockSupport.parkNanos(Duration.ofMillis(pauseMs).toNanos());
        pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
      }
    }
  }
}
