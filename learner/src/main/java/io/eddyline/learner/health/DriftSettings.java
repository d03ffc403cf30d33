package io.eddyline.learner.health;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How a user side watches its stream for a change. */
public record DriftSettings(
    @Setting(
            about = "Events of a partition that make a window; each is compared with the last one.",
            defaultValue = "5000",
            min = 100,
            max = 1e9)
        int windowEvents,
    @Setting(
            about =
                "Histories sampled from a window, one a user at most; 0 watches nothing, else at"
                    + " least 30.",
            defaultValue = "200",
            min = 0,
            max = 5000)
        int samples,
    @Setting(
            about = "Nearest neighbours that are looked at.",
            defaultValue = "5",
            min = 1,
            max = 20)
        int neighbours,
    @Setting(
            about =
                "Standard deviations beyond which the alarm is given. An unchanged stream passes"
                    + " 3.1 about once in 1,000 windows, 4 once in 30,000.",
            defaultValue = "4",
            min = 1,
            max = 100)
        double alarmDeviations,
    @Setting(
            about =
                "Share of a thread's time that the comparison may take; beyond it windows pass.",
            defaultValue = "0.02",
            min = 0,
            max = 1)
        double timeShare) {

  /** Fewer samples than this a window are too few for the normal distribution. */
  static final int LEAST_SAMPLES = 30;

  public DriftSettings {
    Allowed.check(
        DriftSettings.class,
        "learner.drift",
        windowEvents,
        samples,
        neighbours,
        alarmDeviations,
        timeShare);
    if (samples > 0 && samples < LEAST_SAMPLES) {
      throw new IllegalArgumentException(
          "learner.drift.samples %d: expected 0 or at least %d".formatted(samples, LEAST_SAMPLES));
    }
  }

  /** The defaults. */
  public static DriftSettings defaults() {
    return RecordSettings.defaults(DriftSettings.class);
  }
}
