package io.eddyline.learner.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void givesTheDeviationOfTheSample() {
    Spread spread = Spread.of(2, 4, 4, 4, 5, 5, 7, 9);
    assertThat(spread.mean()).isEqualTo(5);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
    assertThat(spread.min()).isEqualTo(2);
    assertThat(spread.max()).isEqualTo(9);
    assertThat(spread.text(2)).isEqualTo("5.00 ± 2.14");
  }

  @Test
  void ofOneValueIsTheValue() {
    assertThat(Spread.of(0.5)).isEqualTo(new Spread(1, 0.5, 0, 0.5, 0.5));
    assertThat(Spread.of(0.5).text(1)).isEqualTo("0.5");
  }

  @Test
  void ofNothingIsRefused() {
    assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
  }
}
