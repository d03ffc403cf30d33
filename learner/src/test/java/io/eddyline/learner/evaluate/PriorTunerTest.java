package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PriorTunerTest {
  private final PriorTuner tuner = new PriorTuner();

  @Test
  void isOneWithoutEvidence() {
    assertThat(tuner.weight()).isEqualTo(1);
    tuner.observe(ranks(-1, 50));
    assertThat(tuner.weight()).isEqualTo(1);
  }

  @Test
  void followsTheBestCandidateAndForgets() {
    for (int k = 0; k < 100; k++) {
      tuner.observe(ranks(5, 9));
    }
    assertThat(tuner.weight()).isEqualTo(3);
    for (int k = 0; k < 5000; k++) {
      tuner.observe(ranks(0, 9));
    }
    assertThat(tuner.weight()).isEqualTo(0.25f);
  }

  @Test
  void samplesEveryTwentiethEvent() {
    int sampled = 0;
    for (int event = 0; event < 200; event++) {
      sampled += tuner.sampleNext() ? 1 : 0;
    }
    assertThat(sampled).isEqualTo(10);
  }

  private static double[] ranks(int best, double others) {
    double[] ranks = new double[PriorTuner.candidateCount()];
    Arrays.fill(ranks, others);
    if (best >= 0) {
      ranks[best] = 0;
    }
    return ranks;
  }
}
