package io.eddyline.serving.overlay.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.function.BooleanSupplier;

/**
 * Meters at which the agent fails, as often as a test wants it to, when it lays a row of the log.
 */
final class FailingRegistry extends SimpleMeterRegistry {
  private final BooleanSupplier fails;

  FailingRegistry(BooleanSupplier fails) {
    this.fails = fails;
  }

  /** Without a trace, since it is logged often. */
  @SuppressWarnings("serial") // never written
  private static final class CountFailure extends RuntimeException {
    private CountFailure() {
      super("a row of the log cannot be counted", null, false, false);
    }
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    boolean isOfLog = "log".equals(id.getTag("source"));
    return new CumulativeCounter(id) {
      @Override
      public void increment(double amount) {
        if (isOfLog && fails.getAsBoolean()) {
          throw new CountFailure();
        }
        super.increment(amount);
      }
    };
  }
}
