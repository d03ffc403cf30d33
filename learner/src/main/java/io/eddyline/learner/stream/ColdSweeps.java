package io.eddyline.learner.stream;

import io.eddyline.learner.coldstart.ColdItems;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * When one partition's untrained items get their rows.
 *
 * <p>Whoever follows the rows orders their changes by the offset of the input that made them. So
 * does a row of the catalogue's have an input: a timer asks for a sweep by a record of the
 * partition's own, and the sweep is the work of that record.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class ColdSweeps {
  /* Some ten microseconds each at most, once a commit interval. */
  private static final int ITEMS = 500;

  private final ColdItems cold;
  private final ProcessorContext<?, ?> context;
  private final LearnerConfig config;
  private final Runnable ask;
  private boolean asked;
  private long intervalMs;
  private @Nullable Cancellable timer;

  /**
   * Starts the timer.
   *
   * @param ask sends a record to this partition whose work is {@link #sweep}
   */
  ColdSweeps(ColdItems cold, ProcessorContext<?, ?> context, LearnerConfig config, Runnable ask) {
    this.cold = cold;
    this.context = context;
    this.config = config;
    this.ask = ask;
    pace();
  }

  /**
   * To be called after each update: Streams commits after every punctuation, so without anything to
   * look at the timer comes as seldom as a report of the user side, and the next update brings it
   * back.
   */
  void pace() {
    long commitMs = config.commitIntervalMs();
    long wantedMs = cold.hasWork() ? commitMs : Math.max(commitMs, config.reportIntervalMs());
    if (wantedMs != intervalMs) {
      close();
      intervalMs = wantedMs;
      timer =
          context.schedule(
              Duration.ofMillis(wantedMs), PunctuationType.WALL_CLOCK_TIME, _ -> onTimer());
    }
  }

  private void onTimer() {
    if (cold.hasWork() && !asked) {
      asked = true;
      ask.run();
    }
    pace();
  }

  /** The record that was asked for has come, whatever becomes of it. */
  void answered() {
    asked = false;
  }

  /** Gives some items their rows. */
  void sweep() {
    int _ = cold.sweep(ITEMS);
  }

  /** Ends the timer. */
  void close() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
