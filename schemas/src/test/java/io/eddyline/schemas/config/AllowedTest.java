package io.eddyline.schemas.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class AllowedTest {
  record Sizes(
      @Setting(about = "", min = 1, max = 9) int mostRows,
      @Setting(about = "") String name,
      @Setting(about = "", min = 0) double share) {}

  @Test
  void namesKeyValueAndRange() {
    assertThatThrownBy(() -> Allowed.check(Sizes.class, "learning", 10, "x", 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("learning.most-rows 10: expected 1 to 9");
    assertThatThrownBy(() -> Allowed.check(Sizes.class, "", 1, "x", -0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share -0.5: expected at least 0");
    assertThatThrownBy(() -> Allowed.check(Sizes.class, "", 1, "x", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> Allowed.check(Sizes.class, "", 9, "x", 1e9)).doesNotThrowAnyException();
  }

  @Test
  void wantsAllComponents() {
    assertThatThrownBy(() -> Allowed.check(Sizes.class, "learning", 1, 0.5))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 values for the 3 components");
  }
}
