package io.eddyline.learner.stream;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.streams.Causes;
import io.eddyline.schemas.streams.ReplacementDelay;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failure of a stream thread means for the learner.
 *
 * <pre>
 *   an Error, or Action STOP among the causes     the learner ends; a person has to look
 *   the global thread's, which Streams keeps one  the learner ends; a new process may do better
 *   Action RESTART: one record's step failed      the thread is replaced and begins at once from the last
 *                                                 commit; the record goes to the quarantine then
 *   any other                                     the same, after a delay that grows with each failure
 * </pre>
 *
 * <p>Threading: thread-safe; Streams calls it on the thread that fails.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler, KafkaStreams.StateListener {
  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  private final CompletableFuture<EddylineException> end = new CompletableFuture<>();
  private final Counter replaced;
  private final ReplacementDelay delay;
  private volatile @Nullable Throwable last;

  /**
   * @param delay of the threads that take the place of failed ones
   */
  FailurePolicy(MeterRegistry registry, ReplacementDelay delay) {
    this.delay = delay;
    replaced =
        Counter.builder("eddyline.learner.replaced.threads")
            .description("stream threads that died of a failure and were replaced")
            .register(registry);
  }

  /** Completes when the learner cannot go on; never otherwise. */
  CompletableFuture<EddylineException> end() {
    return end;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable failure) {
    last = failure;
    boolean restarts = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EddylineException known) {
        if (known.action() == Action.STOP) {
          LOG.error("the learner stops: {}", known.getMessage());
          end.complete(known);
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        restarts |= known.action() == Action.RESTART;
      }
    }
    Error error = Causes.error(failure);
    if (error != null) {
      LOG.error("the learner stops", failure);
      end.complete(stopped(error));
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    replaced.increment();
    long delayMs = restarts ? 0 : delay.failed();
    LOG.error("a learner thread died; the one that replaces it begins in {} ms", delayMs, failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void onChange(KafkaStreams.State newState, KafkaStreams.State oldState) {
    if (newState == KafkaStreams.State.ERROR) {
      end.complete(stopped(last));
    }
  }

  private static EddylineException stopped(@Nullable Throwable cause) {
    return new EddylineException(Action.RESTART, "the learner stopped: " + cause, cause);
  }
}
