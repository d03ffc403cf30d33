package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.schemas.config.RecordSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  private static final int EVENTS = 60;
  private static final int SEED = 5;

  @Test
  void uniformChoiceDrawsOneSlotAtATime() {
    LearnerSettings settings = settings(Map.of("rehearsal.choice", "uniform"));
    LocalLearner learner = trained(settings);
    Rehearsal rehearsal = rehearsal(settings, learner);
    Generator same = new Generator(SEED);
    for (int draw = 0; draw < 20; draw++) {
      assertThat(rehearsal.next()).isEqualTo(same.nextInt(EVENTS));
    }
  }

  @Test
  void uniformChoiceKeepsNoCloseness() {
    LearnerSettings settings = settings(Map.of("rehearsal.choice", "uniform"));
    Reservoir reservoir = trained(settings).userSide().reservoir();
    for (int slot = 0; slot < EVENTS; slot++) {
      assertThat(reservoir.closeness(slot)).isZero();
    }
  }

  @Test
  void choosesWhatLostMost() {
    LearnerSettings settings = settings(lost("1"));
    LocalLearner learner = trained(settings);
    Reservoir reservoir = learner.userSide().reservoir();
    for (int slot = 0; slot < EVENTS; slot++) {
      assertThat(reservoir.closeness(slot)).as("slot %d", slot).isBetween(-1.001f, 1.001f);
    }
    int forgotten = 17;
    reservoir.setCloseness(forgotten, 3);
    Rehearsal rehearsal = rehearsal(settings, learner);
    int chosen = 0;
    for (int draw = 0; draw < 100; draw++) {
      chosen += rehearsal.next() == forgotten ? 1 : 0;
    }
    assertThat(chosen).as("of 100, each among 64 of 60, seed %d", SEED).isGreaterThan(45);
  }

  @Test
  void aSlotThatIsTrainedIsNoLongerLost() {
    LearnerSettings settings = settings(lost("1"));
    LocalLearner learner = trained(settings);
    Reservoir reservoir = learner.userSide().reservoir();
    reservoir.setCloseness(3, 3);
    rehearsal(settings, learner).trained(3);
    assertThat(reservoir.closeness(3)).isLessThan(1.001f);
  }

  @Test
  void shareZeroIsUniform() {
    LearnerSettings settings = settings(lost("0"));
    LocalLearner learner = trained(settings);
    learner.userSide().reservoir().setCloseness(17, 3);
    Rehearsal rehearsal = rehearsal(settings, learner);
    int chosen = 0;
    for (int draw = 0; draw < 100; draw++) {
      chosen += rehearsal.next() == 17 ? 1 : 0;
    }
    assertThat(chosen).as("of 100, seed %d", SEED).isLessThan(10);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> settings(lost("1.5")))
        .hasMessageContaining("learning.rehearsal.share 1.5: expected 0 to 1");
    assertThatThrownBy(() -> settings(Map.of("rehearsal.choice", "best")))
        .hasMessage("rehearsal.choice \"best\": expected one of uniform, lost");
  }

  private static Map<String, String> lost(String share) {
    return Map.of(
        "rehearsal.choice", "lost", "rehearsal.share", share, "rehearsal.candidates", "64");
  }

  private static LearnerSettings settings(Map<String, String> rehearsal) {
    Map<String, String> settings = new HashMap<>(rehearsal);
    settings.put("dimension", "8");
    return RecordSettings.bind(LearnerSettings.class, settings);
  }

  private static Rehearsal rehearsal(LearnerSettings settings, LocalLearner learner) {
    return new Rehearsal(
        settings,
        learner.userSide().reservoir(),
        learner.userSide()::canReplay,
        learner.users(),
        learner.replica(),
        new Query(learner.replica(), settings.scoring()),
        new Generator(SEED));
  }

  private static LocalLearner trained(LearnerSettings settings) {
    LocalLearner learner = new LocalLearner(settings);
    for (int event = 0; event < EVENTS; event++) {
      int user = learner.user("u" + event % 7);
      int item = learner.item("i" + event * 5 % 23);
      learner.train(user, item, 1, Polarity.POSITIVE, true, event);
    }
    return learner;
  }
}
