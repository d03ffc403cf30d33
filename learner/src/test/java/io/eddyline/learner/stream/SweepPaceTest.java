package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Polarity;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Streams commits after each punctuation, so an idle item side must not ask for many. */
final class SweepPaceTest {
  private final LearnerConfig config = SyntheticStream.config(4);
  private final BenchLearner learner = new BenchLearner();

  @Test
  void sweepsAreSeldomOnceThereIsNothingToLookAt() {
    assertThat(learner.sweep().interval()).isEqualTo(often());
    learner.attributes().put("a", Set.of("x"));
    for (int sweep = 0; sweep < 5; sweep++) {
      learner.sweep().punctuator().punctuate(0);
    }
    assertThat(learner.items().find("a")).isNotNegative();
    assertThat(learner.sweep().interval()).isEqualTo(seldom());
  }

  @Test
  void anUpdateOfTheOtherSideBringsThemBack() {
    learner.sweep().punctuator().punctuate(0);
    learner.sweep().punctuator().punctuate(0);
    assertThat(learner.sweep().interval()).isEqualTo(seldom());

    learner.attributes().put("a", Set.of("x"));
    learner.learn(SyntheticStream.signal("u", "b", Polarity.POSITIVE));
    learner.commit();

    assertThat(learner.sweep().interval()).isEqualTo(often());
    learner.sweep().punctuator().punctuate(0);
    assertThat(learner.items().find("a")).isNotNegative();
  }

  private Duration often() {
    return Duration.ofMillis(config.commitIntervalMs());
  }

  private Duration seldom() {
    return Duration.ofMillis(Math.max(config.commitIntervalMs(), config.reportIntervalMs()));
  }
}
