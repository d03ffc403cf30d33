package io.eddyline.learner.evaluate.model;

import static io.eddyline.learner.evaluate.model.SettingRange.require;

import io.eddyline.schemas.config.Setting;

/** The popularity baseline that forgets. */
record DecayedPopularitySettings(
    @Setting(
            about = "Events after which the popularity of an item has halved.",
            defaultValue = "20000",
            min = 1)
        double halfLife) {

  DecayedPopularitySettings {
    require("half-life", halfLife, 1, 1e15);
  }
}
