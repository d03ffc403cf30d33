package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** The streaming item-to-item baseline in numbers. */
record ItemKnnSettings(
    @Setting(
            about = "Latest events of a user that score.",
            defaultValue = "20",
            min = 1,
            max = 10_000)
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
            min = 1,
            max = 10_000)
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
            min = 0,
            max = 1e6)
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
            min = 0.001,
            max = 1e6)
        double scoreScale) {

  ItemKnnSettings {
    Allowed.check(
        ItemKnnSettings.class,
        "",
        historyLength,
        historyDecay,
        pairLength,
        pairDecay,
        shrinkage,
        exponent,
        scoreScale);
  }
}
