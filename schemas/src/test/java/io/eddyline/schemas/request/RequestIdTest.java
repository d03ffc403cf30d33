package io.eddyline.schemas.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACE = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";
  private static final String MADE = "[0-9a-f]{32}";

  @Test
  void theCallersOwnComesFirst() {
    assertThat(RequestId.of("my/request#7", TRACE)).isEqualTo("my/request#7");
    assertThat(RequestId.of("a".repeat(128), null)).hasSize(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "tab\t", "umlaut-\u00e4", "line\nbreak"})
  void theTraceStandsForAnIdThatIsNotSound(String own) {
    assertThat(RequestId.of(own, TRACE)).isEqualTo(TRACE_ID);
    assertThat(RequestId.of(own, null)).matches(MADE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        TRACE_ID,
        "00-" + TRACE_ID + "-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void anIdIsMadeWhereNothingIsSound(String traceParent) {
    String first = RequestId.of("a".repeat(129), traceParent);
    assertThat(first).matches(MADE).isNotEqualTo(TRACE_ID);
    assertThat(RequestId.of(null, traceParent)).matches(MADE).isNotEqualTo(first);
  }
}
