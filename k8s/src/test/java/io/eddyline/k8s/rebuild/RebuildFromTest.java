package io.eddyline.k8s.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildFromTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void readsEarliestTimesAndMilliseconds() {
    assertThat(RebuildFrom.parse("earliest", NOW).timestampMs()).isEmpty();
    assertThat(RebuildFrom.parse("2026-03-01T13:00:00+02:00", NOW).timestampMs())
        .hasValue(Instant.parse("2026-03-01T11:00:00Z").toEpochMilli());
    assertThat(RebuildFrom.parse("1700000000000", NOW).timestampMs()).hasValue(1_700_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "99999999999999999999", "-5"})
  void refusesWhatIsNoTime(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RebuildFrom.parse(text, NOW))
        .withMessageContaining("--rebuild-from \"" + text + "\"")
        .withMessageContaining("2026-03-01T00:00:00Z");
  }

  @Test
  void refusesTheFuture() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RebuildFrom.parse("2026-03-01T12:00:01Z", NOW))
        .withMessageContaining("in the future, now is 2026-03-01T12:00:00Z");
  }

  @Test
  void progressSaysRateAndTimeLeftFromTheSecondLineOn() {
    RebuildProgress progress = new RebuildProgress(Map.of(0, 100L, 1, 0L));
    Map<Integer, Long> ends = Map.of(0, 1_100L, 1, 1_000L);
    assertThat(progress.line(Map.of(0, 200L), ends, 0)).isEqualTo("100 of 2000 interactions (5 %)");
    assertThat(progress.line(Map.of(0, 1_100L, 1, 500L), ends, 2_000))
        .isEqualTo("1500 of 2000 interactions (75 %), 700/s, 1 s left");
    assertThat(progress.line(Map.of(0, 9_000L, 1, 9_000L), ends, 4_000))
        .isEqualTo("2000 of 2000 interactions (100 %), 250/s, 0 s left");
  }
}
