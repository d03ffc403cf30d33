package io.eddyline.learner.evaluate.model;

import static io.eddyline.learner.evaluate.model.SettingRange.require;

import io.eddyline.schemas.config.Setting;

/** Incremental matrix factorisation from positives alone, in numbers. */
record IsgdSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1) int dimension,
    @Setting(about = "Learning rate of user vectors.", defaultValue = "0.02", min = 0)
        double userRate,
    @Setting(about = "Learning rate of item vectors.", defaultValue = "0.02", min = 0)
        double itemRate,
    @Setting(about = "Shrinkage of a vector at its step.", defaultValue = "0.01", min = 0)
        double regularisation,
    @Setting(about = "Past events trained again after each event.", defaultValue = "1", min = 0)
        int replays,
    @Setting(
            about = "Divides the score, so that the weights that the prior is tuned over suit it.",
            defaultValue = "0.3",
            min = 0.001)
        double temperature,
    @Setting(about = "Deviation of the first coordinates.", defaultValue = "0.1", min = 0)
        double firstDeviation,
    @Setting(about = "Seed of first vectors and draws.", defaultValue = "1") long seed) {

  IsgdSettings {
    require("dimension", dimension, 1, 1024);
    require("user-rate", userRate, 0, 10);
    require("item-rate", itemRate, 0, 10);
    require("regularisation", regularisation, 0, 1);
    require("replays", replays, 0, 16);
    require("temperature", temperature, 0.001, 100);
    require("first-deviation", firstDeviation, 0, 10);
  }
}
