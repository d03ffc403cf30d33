package io.eddyline.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.streams.ReplacementDelay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

final class CleaningFailureTest {
  private final ReplacementDelay delay = new ReplacementDelay(() -> 0);

  @Test
  void threadsThatFailAgainAndAgainBeginLaterAndLater() {
    StreamsException away = new StreamsException(new TimeoutException("broker away"));

    assertThat(Cleaning.respond(away, delay))
        .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
    long firstNs = delay.remainingNs();
    Cleaning.respond(away, delay);

    assertThat(firstNs).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(delay.remainingNs()).isEqualTo(2 * firstNs);
  }

  @Test
  void anErrorEndsCleaning() {
    assertThat(Cleaning.respond(new StreamsException(new OutOfMemoryError("heap")), delay))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
  }

  @Test
  void anErrorThatIsWrappedSeveralTimesEndsCleaning() {
    StreamsException wrapped =
        new StreamsException(
            new StreamsException("process", new IllegalStateException(new StackOverflowError())));

    assertThat(Cleaning.respond(wrapped, delay))
        .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    assertThat(delay.remainingNs()).isZero();
  }

  @Test
  void theEndIsSaidAndPausesAreNot() {
    CompletableFuture<EddylineException> failure = new CompletableFuture<>();
    for (KafkaStreams.State state : KafkaStreams.State.values()) {
      if (state != KafkaStreams.State.ERROR) {
        Cleaning.noteEnd(state, failure);
      }
    }
    assertThat(failure).isNotDone();

    Cleaning.noteEnd(KafkaStreams.State.ERROR, failure);

    assertThat(failure)
        .isCompletedWithValueMatching(
            end -> String.valueOf(end.getMessage()).startsWith("cleaning has ended"));
  }
}
