package io.eddyline.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordSettingsTest {
  private enum Shape {
    ROUND,
    HALF_ROUND
  }

  private record Wheel(
      @Setting(about = "Spokes.", defaultValue = "8") int spokes,
      @Setting(about = "Shape.", defaultValue = "round") Shape shape) {}

  private record Cart(
      @Setting(about = "Load in kilograms.", defaultValue = "1.5") double load,
      @Setting(about = "Whether it is covered.", defaultValue = "false") boolean covered,
      Wheel wheel) {}

  @Test
  void laysOverridesOverTheDefaultsOfTheRecordAndItsGroups() {
    assertThat(RecordSettings.defaults(Cart.class))
        .isEqualTo(new Cart(1.5, false, new Wheel(8, Shape.ROUND)));
    assertThat(
            RecordSettings.bind(Cart.class, Map.of("covered", "true", "wheel.shape", "half-round")))
        .isEqualTo(new Cart(1.5, true, new Wheel(8, Shape.HALF_ROUND)));
  }

  @Test
  void describesByKeyInOrder() {
    assertThat(RecordSettings.describe(RecordSettings.defaults(Cart.class)))
        .containsExactly(
            Map.entry("load", 1.5),
            Map.entry("covered", false),
            Map.entry("wheel.spokes", 8),
            Map.entry("wheel.shape", "round"));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertRefused("wheel.size", "3", "unknown setting wheel.size: expected one of load, covered,");
    assertRefused("wheel.spokes", "few", "wheel.spokes \"few\": expected a number of type int");
    assertRefused("wheel.shape", "flat", "wheel.shape \"flat\": expected one of round, half-round");
    assertRefused("covered", "yes", "covered \"yes\": expected true or false");
  }

  private static void assertRefused(String key, String value, String message) {
    assertThatThrownBy(() -> RecordSettings.bind(Cart.class, Map.of(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
