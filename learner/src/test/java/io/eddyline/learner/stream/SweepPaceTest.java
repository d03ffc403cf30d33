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
    assertThat(learner.tasks.sweepTimer().interval()).isEqualTo(seldom());
    learner.attributes().put("a", Set.of("x"));
    for (int sweep = 0; sweep < 5; sweep++) {
      learner.sweep();
    }
    assertThat(learner.items().find("a")).isNotNegative();
    assertThat(learner.tasks.sweepTimer().interval()).isEqualTo(seldom());
  }

  @Test
  void anUpdateOfTheOtherSideBringsThemBack() {
    learner.sweep();
    learner.sweep();
    assertThat(learner.tasks.sweepTimer().interval()).isEqualTo(seldom());

    learner.attributes().put("a", Set.of("x"));
    learner.learn(SyntheticStream.signal("u", "b", Polarity.POSITIVE));
    learner.commit();

    assertThat(learner.tasks.sweepTimer().interval()).isEqualTo(often());
    learner.sweep();
    assertThat(learner.items().find("a")).isNotNegative();
  }

  @Test
  void everyRowOfTheCatalogueBelongsToARecordOfTheInput() {
    learner.learn(SyntheticStream.signal("u", "b", Polarity.POSITIVE));
    learner.commit();
    long before = learner.updates();
    learner.tasks.forgetChangelog();

    learner.attributes().put("a", Set.of("x"));
    learner.tasks.sweepTimer().punctuator().punctuate(0);
    learner.tasks.sweepTimer().punctuator().punctuate(0);
    assertThat(learner.items().find("a")).as("before the record is there").isNegative();
    learner.commit();

    assertThat(learner.updates()).as("one record for both times").isEqualTo(before + 1);
    assertThat(learner.items().find("a")).isNotNegative();
    assertThat(LoggedImage.itemProgress(learner.changelog()).getAppliedInputOffset())
        .isEqualTo(before);
  }

  private Duration often() {
    return Duration.ofMillis(config.commitIntervalMs());
  }

  private Duration seldom() {
    return Duration.ofMillis(Math.max(config.commitIntervalMs(), config.reportIntervalMs()));
  }
}
