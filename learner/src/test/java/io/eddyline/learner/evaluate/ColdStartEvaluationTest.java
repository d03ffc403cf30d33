package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two kinds of users, each with items of its kind; new items come all the time. */
final class ColdStartEvaluationTest {
  private static final long SEED = 5;
  private static final int EVENTS = 3000;

  private final LearnerSettings settings =
      RecordSettings.bind(LearnerSettings.class, Map.of("dimension", "16"));
  private final Map<String, Set<String>> kinds = new HashMap<>();
  private final EvaluationEvents events = stream();

  @Test
  void attributesLiftTheFirstRecommendationsOfNewItems() {
    ColdStartReport without = ColdStartEvaluation.run(events, Map.of(), settings);
    ColdStartReport with = ColdStartEvaluation.run(events, kinds, settings);

    assertThat(with.items()).isEqualTo(without.items()).isGreaterThan(200);
    assertThat(without.meanPercentile()).as("seed %d", SEED).isBetween(0.4, 0.6);
    assertThat(with.meanPercentile()).as("seed %d", SEED).isLessThan(0.35);
    assertThat(with.topTenth()).as("seed %d", SEED).isGreaterThan(without.topTenth());
  }

  @Test
  void anItemsOwnAttributesLiftItMoreThanThoseOfOthers() {
    ColdStartComparison found =
        ColdStartEvaluation.compare(events, kinds, Map.of("dimension", "16"));

    assertThat(found.own().meanPercentile())
        .as("seed %d", SEED)
        .isLessThan(found.shuffled().meanPercentile() - 0.05);
    assertThat(found.none().meanPercentile())
        .as("seed %d", SEED)
        .isGreaterThan(found.shuffled().meanPercentile());
    assertThat(found.none().items()).isEqualTo(found.own().items());
    assertThat(found.toJson()).contains("\"shuffled\"", "\"mean_percentile\"");
  }

  @Test
  void shufflingKeepsItemsAndValues() {
    Map<String, Set<String>> shuffled = ColdStartEvaluation.shuffled(kinds, SEED);

    assertThat(shuffled).hasSameSizeAs(kinds).isNotEqualTo(kinds);
    assertThat(shuffled.keySet()).isEqualTo(kinds.keySet());
    assertThat(shuffled.values()).containsExactlyInAnyOrderElementsOf(kinds.values());
    assertThat(ColdStartEvaluation.shuffled(kinds, SEED)).isEqualTo(shuffled);
  }

  private EvaluationEvents stream() {
    SplittableRandom random = new SplittableRandom(SEED);
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < EVENTS; event++) {
      int kind = random.nextInt(2);
      int age = Math.min(random.nextInt(60), random.nextInt(60));
      String item = "item-" + kind + "-" + Math.max(0, event / 10 - age);
      kinds.put(item, Set.of("kind=" + kind));
      builder.add("user-" + kind + "-" + random.nextInt(40), item, event);
    }
    return builder.build();
  }
}
