package io.eddyline.learner.snapshot.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final int TRIALS = 4_000;
  private static final int COUNT = 200;
  private static final double MARGIN = 0.05;

  @Test
  void isTheMeanAndItsStandardError() {
    PairedDifference difference =
        PairedDifference.of(new double[] {1, 0, 1, 0}, new double[] {0, 0, 1, 1});
    assertThat(difference.candidate()).isEqualTo(0.5);
    assertThat(difference.reference()).isEqualTo(0.5);
    assertThat(difference.mean()).isZero();
    // differences 1, 0, 0, -1: variance 2 / 3
    assertThat(difference.standardError()).isEqualTo(Math.sqrt(2 / 3.0 / 4), within(1e-12));
    assertThat(difference.upperBound(2)).isEqualTo(2 * Math.sqrt(1 / 6.0), within(1e-12));
  }

  @Test
  void knowsNothingOfNoInteractions() {
    assertThat(PairedDifference.of(new double[0], new double[0]))
        .isEqualTo(new PairedDifference(0, 0, 0, 0, 0));
    assertThat(PairedDifference.of(new double[] {1}, new double[] {0}).standardError()).isZero();
  }

  /** A candidate that is worse by just the margin is refused as seldom as the normal tail says. */
  @Test
  void noiseRefusesAsSeldomAsTheStandardErrorsPromise() {
    double share = refused(0.3, 0.3 * (1 - MARGIN), 2);
    // the one-sided tail beyond two standard errors is 2.3 %
    assertThat(share).isBetween(0.01, 0.04);
  }

  @Test
  void aThirdLessRecallIsSeen() {
    assertThat(refused(0.3, 0.15, 3)).isGreaterThan(0.75);
    assertThat(refused(0.3, 0.3, 3)).isLessThan(0.001);
  }

  /* Share of trials in which hits of these frequencies, mostly on the same interactions, refuse. */
  private static double refused(double reference, double candidate, double standardErrors) {
    SplittableRandom random = new SplittableRandom(17);
    double flip = 0.05;
    int refused = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] old = new double[COUNT];
      double[] now = new double[COUNT];
      for (int k = 0; k < COUNT; k++) {
        old[k] = random.nextDouble() < reference ? 1 : 0;
        // hits are lost so that the mean is the candidate's, and some appear elsewhere
        double gained = flip * (1 - reference);
        double lost = (reference - candidate + gained) / reference;
        now[k] =
            old[k] == 1 ? random.nextDouble() < lost ? 0 : 1 : random.nextDouble() < flip ? 1 : 0;
      }
      PairedDifference difference = PairedDifference.of(now, old);
      refused +=
          difference.upperBound(standardErrors) < -MARGIN * Arrays.stream(old).sum() / COUNT
              ? 1
              : 0;
    }
    return (double) refused / TRIALS;
  }
}
