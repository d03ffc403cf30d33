package io.eddyline.learner.train;

import io.eddyline.schemas.config.Setting;

/** Which weights of the score the stream tunes. One that it does not tune keeps its default. */
public record ScoreSettings(
    @Setting(about = "Tune the weight of the popularity prior; else 1.", defaultValue = "true")
        boolean tunePrior,
    @Setting(about = "Tune the weight of the trend; else 0.", defaultValue = "true")
        boolean tuneTrend,
    @Setting(
            about = "Tune the weight of the newest history item; else last-item-weight.",
            defaultValue = "true")
        boolean tuneLastItem) {}
