package io.eddyline.learner.evaluate.model;

import static io.eddyline.learner.evaluate.model.SettingRange.require;

import io.eddyline.schemas.config.Setting;

/** The streaming item-to-item baseline in numbers. */
record ItemKnnSettings(
    @Setting(about = "Latest events of a user that score.", defaultValue = "20", min = 1)
        int historyLength,
    @Setting(
            about = "Weight of an event relative to the next newer one when scoring.",
            defaultValue = "0.7",
            min = 0,
            max = 1)
        double historyDecay,
    @Setting(
            about = "Latest events of a user that a new event is paired with.",
            defaultValue = "50",
            min = 1)
        int pairLength,
    @Setting(
            about = "Weight of a pair relative to the next newer one.",
            defaultValue = "0.95",
            min = 0,
            max = 1)
        double pairDecay,
    @Setting(
            about = "Added to the number of an item's events when normalising.",
            defaultValue = "20",
            min = 0)
        double shrinkage,
    @Setting(
            about = "Power of the number of an item's events that normalises.",
            defaultValue = "0.4",
            min = 0,
            max = 1)
        double exponent,
    @Setting(
            about =
                "Multiplies the score, so that the weights that the prior is tuned over suit it.",
            defaultValue = "100",
            min = 0.001)
        double scoreScale) {

  ItemKnnSettings {
    require("history-length", historyLength, 1, 10_000);
    require("history-decay", historyDecay, 0, 1);
    require("pair-length", pairLength, 1, 10_000);
    require("pair-decay", pairDecay, 0, 1);
    require("shrinkage", shrinkage, 0, 1e6);
    require("exponent", exponent, 0, 1);
    require("score-scale", scoreScale, 0.001, 1e6);
  }
}
