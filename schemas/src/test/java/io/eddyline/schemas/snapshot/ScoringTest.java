package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoringTest {
  private static final Scoring SCORING = new Scoring(0.1f, 2, 3, 20, 0.8f, 0.5f, 0);

  @Test
  void coefficientsDecayAndFavourTheNewestItem() {
    float[] coefficients = new float[4];
    SCORING.coefficients(3, coefficients);
    double root = Math.sqrt(1 + 0.8 + 0.64);
    assertThat(coefficients[0]).isCloseTo((float) (1 / root + 0.5), within(1e-6f));
    assertThat(coefficients[1]).isCloseTo((float) (0.8 / root), within(1e-6f));
    assertThat(coefficients[2]).isCloseTo((float) (0.64 / root), within(1e-6f));
    assertThat(coefficients[3]).isZero();
  }

  @Test
  void anEmptyHistoryHasNoCoefficients() {
    float[] coefficients = new float[1];
    SCORING.coefficients(0, coefficients);
    assertThat(coefficients[0]).isZero();
  }

  @Test
  void neighbourCoefficientsDecayFromTheNeighbourWeight() {
    float[] coefficients = new float[4];
    SCORING.tuned(0, 0, 0, 3).neighbourCoefficients(3, coefficients);
    assertThat(coefficients).containsExactly(new float[] {3, 2.4f, 1.92f, 0}, within(1e-6f));
  }

  @Test
  void affinityFactorIsTheFourthRootOfTheShrunkPopularity() {
    assertThat(Scoring.affinityFactor(61)).isCloseTo(1 / 3f, within(1e-6f));
  }

  @Test
  void priorIsTheSumOfTheWeightedLogarithms() {
    double expected = 2 * Math.log(1.5) + 3 * Math.log(4.5);
    assertThat(SCORING.prior(1, 4)).isCloseTo((float) expected, within(1e-5f));
    assertThat(SCORING.tuned(0, 0, 1, 0).prior(100, 100)).isZero();
  }

  @Test
  void refusesAnImpossibleTemperature() {
    assertThatThrownBy(() -> new Scoring(0, 1, 0, 20, 0.8f, 0.5f, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("temperature 0.0");
  }
}
