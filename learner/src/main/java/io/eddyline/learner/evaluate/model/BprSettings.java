package io.eddyline.learner.evaluate.model;

import static io.eddyline.learner.evaluate.model.SettingRange.require;

import io.eddyline.schemas.config.Setting;

/** The incremental matrix factorisation baseline in numbers. */
record BprSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1) int dimension,
    @Setting(about = "Negatives drawn for an event.", defaultValue = "8", min = 1) int negatives,
    @Setting(about = "Latest items that negatives are drawn from.", defaultValue = "4096", min = 1)
        int queue,
    @Setting(about = "Divides the difference of two scores.", defaultValue = "0.3", min = 0.001)
        double temperature,
    @Setting(about = "Learning rate of user vectors.", defaultValue = "0.05", min = 0)
        double userRate,
    @Setting(about = "Learning rate of item vectors.", defaultValue = "0.2", min = 0)
        double itemRate,
    @Setting(about = "Shrinkage of a vector at its step.", defaultValue = "0.001", min = 0)
        double regularisation,
    @Setting(about = "Deviation of the first coordinates.", defaultValue = "0.01", min = 0)
        double firstDeviation,
    @Setting(about = "Seed of first vectors and draws.", defaultValue = "1") long seed) {

  BprSettings {
    require("dimension", dimension, 1, 1024);
    require("negatives", negatives, 1, 4096);
    require("queue", queue, 1, 1 << 20);
    require("temperature", temperature, 0.001, 100);
    require("user-rate", userRate, 0, 10);
    require("item-rate", itemRate, 0, 10);
    require("regularisation", regularisation, 0, 1);
    require("first-deviation", firstDeviation, 0, 10);
  }
}
