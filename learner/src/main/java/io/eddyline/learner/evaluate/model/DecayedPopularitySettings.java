package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** The popularity baseline that forgets. */
record DecayedPopularitySettings(
    @Setting(
            about = "Events after which the popularity of an item has halved.",
            defaultValue = "20000",
            min = 1,
            max = 1e15)
        double halfLife) {

  DecayedPopularitySettings {
    Allowed.check(DecayedPopularitySettings.class, "", halfLife);
  }
}
