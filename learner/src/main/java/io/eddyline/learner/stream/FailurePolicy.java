package io.eddyline.learner.stream;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
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
 *   any other                                     the thread is replaced and starts from the last commit
 * </pre>
 *
 * <p>Threading: thread-safe; Streams calls it on the thread that fails.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler, KafkaStreams.StateListener {
  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  private final CompletableFuture<EddylineException> end = new CompletableFuture<>();
  private final Counter replaced;
  private volatile @Nullable Throwable last;

  FailurePolicy(MeterRegistry registry) {
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
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EddylineException known && known.action() == Action.STOP) {
        LOG.error("the learner stops: {}", known.getMessage());
        end.complete(known);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
      if (cause instanceof Error) {
        LOG.error("the learner stops", failure);
        end.complete(stopped(cause));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    }
    replaced.increment();
    LOG.error("a learner thread died and is replaced", failure);
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
