package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.train.ScoreTuner.Dimension;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class ScoreTunerTest {
  private static final Scoring DEFAULTS = new Scoring(0.1f, 1, 0, 20, 0.8f, 0.5f, 0);
  private static final ScoreSettings ALL = new ScoreSettings(1, 0, 0, true, true, true, true);

  private final ScoreTuner tuner = new ScoreTuner(DEFAULTS, ALL);

  @Test
  void isTheDefaultWithoutEvidence() {
    assertThat(tuner.scoring()).isEqualTo(DEFAULTS);
    observe(tuner, scoring -> false);
    observe(tuner, scoring -> false);
    assertThat(tuner.scoring()).isEqualTo(DEFAULTS);
  }

  @Test
  void findsTheBestOfEachDimensionInTurn() {
    for (int k = 0; k < 100; k++) {
      observe(tuner, scoring -> scoring.priorWeight() == 2 && scoring.trendWeight() == 0.5f);
      observe(tuner, scoring -> scoring.lastItemWeight() == 1.5f);
    }
    assertThat(tuner.scoring()).isEqualTo(DEFAULTS.tuned(2, 0.5f, 1.5f, 0));
  }

  @Test
  void forgetsWhatWasBestLongAgo() {
    for (int k = 0; k < 200; k++) {
      observe(tuner, scoring -> scoring.priorWeight() == 3);
    }
    for (int k = 0; k < 10_000; k++) {
      observe(tuner, scoring -> scoring.priorWeight() == 0.25f);
    }
    assertThat(tuner.scoring().priorWeight()).isEqualTo(0.25f);
  }

  @Test
  void leavesAloneWhatIsNotToBeTuned() {
    ScoreTuner trendOnly =
        new ScoreTuner(DEFAULTS, new ScoreSettings(1, 0, 0, false, true, false, true));
    for (int k = 0; k < 100; k++) {
      observe(trendOnly, scoring -> scoring.priorWeight() == 3 || scoring.trendWeight() == 2);
      observe(trendOnly, scoring -> scoring.lastItemWeight() == 2.5f);
    }
    assertThat(trendOnly.scoring()).isEqualTo(DEFAULTS.tuned(1, 2, 0.5f, 0));
  }

  @Test
  void choosesTheSameAfterRestoring() {
    observe(tuner, scoring -> scoring.priorWeight() == 0.5f);
    observe(tuner, scoring -> scoring.lastItemWeight() == 1);
    ScoreTuner restored = new ScoreTuner(DEFAULTS, ALL);
    restored.restore(tuner.grid(), tuner.sums());
    assertThat(restored.scoring()).isEqualTo(tuner.scoring()).isNotEqualTo(DEFAULTS);
  }

  @Test
  void takesNoSumsOfAnotherGrid() {
    tuner.restore(tuner.grid(), new double[] {1, 2, 3});
    assertThat(tuner.scoring()).isEqualTo(DEFAULTS);

    Scoring other = DEFAULTS.tuned(1.5f, 0, 0.5f, 0);
    ScoreTuner asMany = new ScoreTuner(other, new ScoreSettings(1.5, 0, 0, true, true, true, true));
    for (int k = 0; k < 10; k++) {
      observe(tuner, scoring -> scoring.priorWeight() == 3);
      observe(tuner, scoring -> scoring.lastItemWeight() == 1);
    }
    assertThat(tuner.sums()).hasSameSizeAs(asMany.sums());
    asMany.restore(tuner.grid(), tuner.sums());
    assertThat(asMany.scoring()).isEqualTo(other);
  }

  private static void observe(ScoreTuner tuner, Predicate<Scoring> isBest) {
    Dimension dimension = tuner.next();
    double[] ranks = new double[tuner.candidateCount(dimension)];
    Arrays.setAll(ranks, k -> isBest.test(tuner.candidate(dimension, k)) ? 0 : 50);
    tuner.observe(ranks);
  }
}
