package io.eddyline.learner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who reads a version lets its numbers decay as the learner does. */
class PopularityDecayTest {
  private static final long SEED = 5;

  @Test
  void halfLivesLeaveTheSame() {
    SplittableRandom random = new SplittableRandom(SEED);
    PopularityDecay decay = new PopularityDecay(20_000, 1_000, 8);
    for (int round = 0; round < 1_000; round++) {
      double count = random.nextDouble() * 1_000;
      long pairs = random.nextLong(-5, 5_000);
      assertThat(decay.popularity(count, pairs))
          .as("seed %d", SEED)
          .isEqualTo(count * decay.halfLives().popularityLeft(pairs));
      assertThat(decay.trend(count, pairs))
          .as("seed %d", SEED)
          .isEqualTo(count * decay.halfLives().trendLeft(pairs));
    }
  }
}
