package io.eddyline.learner.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeedsTest {
  @Test
  void countsUpFromTheSeedOfTheSettings() {
    assertThat(Seeds.of("dual-queue", Map.of("seed", "7", "replays", "2"), 3))
        .extracting(settings -> settings.get("seed"))
        .containsExactly("7", "8", "9");
    assertThat(Seeds.of("bpr", Map.of(), 2))
        .containsExactly(Map.of("seed", "1"), Map.of("seed", "2"));
  }

  @Test
  void runsAModelThatDrawsNothingOnce() {
    assertThat(Seeds.of("item-knn", Map.of("prior-weight", "auto"), 5))
        .containsExactly(Map.of("prior-weight", "auto"));
  }

  @Test
  void refusesNoSeed() {
    assertThatThrownBy(() -> Seeds.of("bpr", Map.of(), 0))
        .hasMessage("seeds 0: expected at least 1");
  }
}
