package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** The incremental matrix factorisation baseline in numbers. */
record BprSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1, max = 1024) int dimension,
    @Setting(about = "Negatives drawn for an event.", defaultValue = "8", min = 1, max = 4096)
        int negatives,
    @Setting(
            about = "Latest items that negatives are drawn from.",
            defaultValue = "4096",
            min = 1,
            max = 1 << 20)
        int queue,
    @Setting(
            about = "Divides the difference of two scores.",
            defaultValue = "0.3",
            min = 0.001,
            max = 100)
        double temperature,
    @Setting(about = "Learning rate of user vectors.", defaultValue = "0.05", min = 0, max = 10)
        double userRate,
    @Setting(about = "Learning rate of item vectors.", defaultValue = "0.2", min = 0, max = 10)
        double itemRate,
    @Setting(about = "Shrinkage of a vector at its step.", defaultValue = "0.001", min = 0, max = 1)
        double regularisation,
    @Setting(
            about = "Deviation of the first coordinates.",
            defaultValue = "0.01",
            min = 0,
            max = 10)
        double firstDeviation,
    @Setting(about = "Seed of first vectors and draws.", defaultValue = "1") long seed) {

  BprSettings {
    Allowed.check(
        BprSettings.class,
        "",
        dimension,
        negatives,
        queue,
        temperature,
        userRate,
        itemRate,
        regularisation,
        firstDeviation,
        seed);
  }
}
