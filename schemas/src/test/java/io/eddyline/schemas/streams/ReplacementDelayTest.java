package io.eddyline.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ReplacementDelayTest {
  private long nowMs;
  private final ReplacementDelay delay =
      new ReplacementDelay(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

  @Test
  void nobodyWaitsBeforeTheFirstFailure() {
    assertThat(delay.remainingNs()).isZero();
  }

  @Test
  void growsWithEachFailureUpToABound() {
    assertThat(delay.failed()).isEqualTo(ReplacementDelay.FIRST_MS);
    assertThat(delay.failed()).isEqualTo(2 * ReplacementDelay.FIRST_MS);
    assertThat(delay.failed()).isEqualTo(4 * ReplacementDelay.FIRST_MS);
    for (int failure = 0; failure < 100; failure++) {
      delay.failed();
    }
    assertThat(delay.failed()).isEqualTo(ReplacementDelay.LONGEST_MS);
  }

  @Test
  void runsOut() {
    delay.failed();

    nowMs = ReplacementDelay.FIRST_MS - 1;
    assertThat(delay.remainingNs()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    nowMs = ReplacementDelay.FIRST_MS;
    assertThat(delay.remainingNs()).isZero();
  }

  @Test
  void failuresOfLongAgoDoNotCount() {
    delay.failed();
    delay.failed();

    nowMs = TimeUnit.MINUTES.toMillis(6);

    assertThat(delay.failed()).isEqualTo(ReplacementDelay.FIRST_MS);
  }
}
