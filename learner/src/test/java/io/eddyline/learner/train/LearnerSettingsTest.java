package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LearnerSettingsTest {
  @Test
  void refusesQueuesThatNoArrayCanHold() {
    assertThatThrownBy(() -> bind(Map.of("user-queue", "1048576", "pair-seen-limit", "4096")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning.user-queue 1048576")
        .hasMessageContaining("learning.pair-seen-limit 4096");
    assertThat(bind(Map.of("user-queue", "1048576")).userQueue()).isEqualTo(1 << 20);
  }

  private static LearnerSettings bind(Map<String, String> overrides) {
    return RecordSettings.bind(LearnerSettings.class, overrides);
  }
}
