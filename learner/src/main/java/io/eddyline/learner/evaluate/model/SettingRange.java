package io.eddyline.learner.evaluate.model;

/** The range that a setting must lie in. */
final class SettingRange {
  private SettingRange() {}

  static void require(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s %s: expected %s to %s".formatted(key, value, min, max));
    }
  }
}
