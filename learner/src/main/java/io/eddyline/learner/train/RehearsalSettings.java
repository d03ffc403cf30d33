package io.eddyline.learner.train;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Which past events are trained again. */
public record RehearsalSettings(
    @Setting(
            about =
                "Past events to train again: each alike, or those that were known and no longer"
                    + " are.",
            defaultValue = "lost")
        RehearsalChoice choice,
    @Setting(
            about = "Choice lost: share of the replays that are chosen so; the others are uniform.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double share,
    @Setting(
            about = "Choice lost: past events that are looked at for one that is trained.",
            defaultValue = "4",
            min = 1,
            max = 64)
        int candidates) {

  public RehearsalSettings {
    Allowed.check(RehearsalSettings.class, "learning.rehearsal", choice, share, candidates);
  }
}
