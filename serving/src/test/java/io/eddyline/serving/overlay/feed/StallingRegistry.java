package io.eddyline.serving.overlay.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.locks.ReentrantLock;

/** Meters at which the agent that counts rows stands still as long as a test wants it to. */
final class StallingRegistry extends SimpleMeterRegistry {
  private final ReentrantLock gate = new ReentrantLock();

  /** Whoever counts stands still from now on. */
  void stall() {
    gate.lock();
  }

  /** Whoever stands still goes on; by the thread that stalled him. */
  void goOn() {
    gate.unlock();
  }

  /** Whether the agent has come to the gate. */
  boolean isStalled() {
    return gate.hasQueuedThreads();
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    return new CumulativeCounter(id) {
      @Override
      public void increment(double amount) {
        gate.lock();
        try {
          super.increment(amount);
        } finally {
          gate.unlock();
        }
      }
    };
  }
}
