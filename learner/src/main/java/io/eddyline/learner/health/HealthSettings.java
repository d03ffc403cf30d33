package io.eddyline.learner.health;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How closely the health of a version is measured while it is built. */
public record HealthSettings(
    @Setting(
            about = "Rows of each kind that effective rank and lengths are measured on.",
            defaultValue = "2000",
            min = 1,
            max = 1_000_000)
        int sampleRows,
    @Setting(
            about =
                "Recent interactions that are ranked by this version, and again by the next if they"
                    + " were hits; 0 measures no lost hits.",
            defaultValue = "200",
            min = 0,
            max = 100_000)
        int sampleInteractions,
    @Setting(
            about =
                "Share of the time between two versions that ranking may take; what is left then is"
                    + " not ranked.",
            defaultValue = "0.05",
            min = 0,
            max = 1)
        double timeShare) {

  public HealthSettings {
    require("sample-rows", sampleRows, 1, 1_000_000);
    require("sample-interactions", sampleInteractions, 0, 100_000);
    require("time-share", timeShare, 0, 1);
  }

  /** The defaults. */
  public static HealthSettings defaults() {
    return RecordSettings.defaults(HealthSettings.class);
  }

  private static void require(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "snapshots.health.%s %s: expected %s to %s".formatted(key, value, min, max));
    }
  }
}
