package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.streams.ReplacementDelay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class FailurePolicyTest {
  private final ReplacementDelay delay = new ReplacementDelay(() -> 0);
  private final FailurePolicy policy = new FailurePolicy(new SimpleMeterRegistry(), delay);

  @Test
  void refusedStateEndsTheLearnerWithItsReason() {
    EddylineException refusal = new EddylineException(Action.STOP, "rows of another dimension");

    assertThat(policy.handle(new StreamsException("failed to initialize", refusal)))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(policy.end()).isCompletedWithValue(refusal);
  }

  @Test
  void anErrorEndsTheLearner() {
    policy.handle(new StreamsException(new OutOfMemoryError("heap")));

    assertThat(policy.end()).isCompleted();
    assertThat(policy.end().join()).hasMessageContaining("heap");
  }

  @Test
  void aThreadThatTimesOutIsReplacedAfterADelay() {
    assertThat(policy.handle(new StreamsException(new TimeoutException("broker away"))))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    assertThat(policy.end()).isNotDone();
    assertThat(delay.remainingNs()).isPositive();
  }

  @Test
  void aFailedStepReplacesTheThreadAtOnce() {
    policy.handle(new StreamsException(new EddylineException(Action.RESTART, "a step failed")));

    assertThat(policy.end()).isNotDone();
    assertThat(delay.remainingNs()).isZero();
  }

  @Test
  void streamsThatStandStillEndTheLearner() {
    policy.handle(new StreamsException("of the global thread"));
    policy.onChange(State.ERROR, State.PENDING_ERROR);

    assertThat(policy.end().join()).hasMessageContaining("of the global thread");
  }
}
