package io.eddyline.learner.snapshot;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.Calibration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RelevanceFitTest {
  /* Of two normal densities of equal spread the log-odds are a line: slope (m1 - m0) / s^2. */
  @Test
  void findsTheLineBehindTwoNormalDensities() {
    Random random = new Random(7);
    double[] pairs = new double[40_000];
    for (int index = 0; index < pairs.length; index++) {
      pairs[index] = (index % 2 == 0 ? 5 : 2) + 1.5 * random.nextGaussian();
    }
    Calibration fit = requireNonNull(RelevanceFit.fit(pairs));
    assertThat(fit.slope()).isCloseTo(3 / 2.25, within(0.05));
    assertThat(fit.relevance(3.5)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void chosenItemsThatScoreLowerGiveNoCalibration() {
    assertThat(RelevanceFit.fit(new double[] {1, 5, 2, 6, 0, 4})).isNull();
  }

  @Property(tries = 200)
  void anyScoresGiveARisingCurveOrNone(@ForAll long seed) {
    Random random = new Random(seed);
    double[] pairs = new double[2 * (1 + random.nextInt(100))];
    double scale = Math.pow(10, random.nextInt(9) - 4);
    for (int index = 0; index < pairs.length; index++) {
      pairs[index] = scale * random.nextGaussian() + (index % 2 == 0 ? random.nextInt(3) : 0);
    }
    Calibration fit = RelevanceFit.fit(pairs);
    if (fit != null) {
      assertThat(fit.relevance(scale)).as("seed %d", seed).isGreaterThan(fit.relevance(-scale));
    }
  }

  @Test
  void separatedScoresStayFinite() {
    Calibration fit = requireNonNull(RelevanceFit.fit(new double[] {10, 1, 11, 2, 12, 0}));
    assertThat(fit.relevance(10)).isGreaterThan(0.7);
    assertThat(fit.relevance(2)).isLessThan(0.3);
  }

  @Test
  void tooFewUsersGiveNoCalibration() {
    RandomRows few = new RandomRows(3, 48, 26, 8);
    assertThat(RelevanceFit.of(few, RandomRows.header(3).scoring(), 3)).isNull();
  }
}
