package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DecayedPopularityTest {

  @Test
  void halvesInTheHalfLife() {
    DecayedPopularity popularity = new DecayedPopularity(2, 100);
    popularity.add(0, true);
    for (int k = 0; k < 199; k++) {
      popularity.add(1, true);
    }
    assertThat(popularity.priors()[0]).isCloseTo((float) Math.log(0.75), within(1e-4f));
    assertThat(popularity.itemCount()).isEqualTo(2);
    assertThat(popularity.total())
        .isCloseTo(popularity.popularity(0) + popularity.popularity(1), within(1e-2));
  }

  @Test
  void countsPlainlyWithoutAHalfLife() {
    DecayedPopularity popularity = new DecayedPopularity(2, Double.POSITIVE_INFINITY);
    for (int k = 0; k < 1000; k++) {
      popularity.add(k % 4 == 0 ? 0 : 1, true);
    }
    assertThat(popularity.popularity(0)).isEqualTo(250);
    assertThat(popularity.priors()[1]).isEqualTo((float) Math.log(750.5));
  }

  @Test
  void knowsAnItemOfNegativeFeedbackAtNoPopularity() {
    DecayedPopularity popularity = new DecayedPopularity(1, 100);
    popularity.add(0, false);
    assertThat(popularity.itemCount()).isEqualTo(1);
    assertThat(popularity.popularity(0)).isZero();
  }
}
