package io.eddyline.learner.health;

import io.eddyline.schemas.config.Allowed;
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
    Allowed.check(
        HealthSettings.class, "snapshots.health", sampleRows, sampleInteractions, timeShare);
  }

  /** The defaults. */
  public static HealthSettings defaults() {
    return RecordSettings.defaults(HealthSettings.class);
  }
}
