package io.eddyline.learner.train;

import io.eddyline.schemas.config.Setting;

/** Which loss each side is trained with, and what the losses have of their own. */
public record ObjectiveSettings(
    @Setting(about = "Loss of user vectors and context residuals.", defaultValue = "info-nce")
        Loss userLoss,
    @Setting(about = "Loss of item vectors.", defaultValue = "info-nce") Loss itemLoss) {}
