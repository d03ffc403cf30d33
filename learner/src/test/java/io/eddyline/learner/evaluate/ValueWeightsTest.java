package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ValueWeightsTest {
  private static final int[] ONE_USER = new int[6];
  private static final double[] RATINGS = {4, 2, 4, 2, 5, 1};

  @Test
  void ignoresValuesUnlessToldOtherwise() {
    assertThat(ValueWeights.NONE.of(ONE_USER, RATINGS, 1)).containsOnly(1);
  }

  @Test
  void weighsARatingByTheUsersMeanSoFar() {
    float[] weights = ValueWeights.RATINGS.of(ONE_USER, RATINGS, 1);
    assertThat(weights[0]).as("nothing to compare with").isEqualTo(1);
    /* before the fifth: mean of all and of the user 3, deviation 1, so z = 2 */
    assertThat(weights[4]).isEqualTo(2);
    /* before the last: mean 3.4, deviation sqrt(1.44) = 1.2, z = -2 */
    assertThat(weights[5]).as("negative feedback").isCloseTo(-1, within(1e-5f));
  }

  @Test
  void weighsAQuantityByItsMagnitude() {
    double[] quantities = {1, 10, 1e9, -3, Double.NaN, 0};
    assertThat(ValueWeights.QUANTITIES.of(ONE_USER, quantities, 1))
        .containsExactly(1, 2, 3, 1, 1, 1);
  }
}
