package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Incremental matrix factorisation from positives alone, in numbers. */
record IsgdSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1, max = 1024) int dimension,
    @Setting(about = "Learning rate of user vectors.", defaultValue = "0.02", min = 0, max = 10)
        double userRate,
    @Setting(about = "Learning rate of item vectors.", defaultValue = "0.02", min = 0, max = 10)
        double itemRate,
    @Setting(about = "Shrinkage of a vector at its step.", defaultValue = "0.01", min = 0, max = 1)
        double regularisation,
    @Setting(
            about = "Past events trained again after each event.",
            defaultValue = "1",
            min = 0,
            max = 16)
        int replays,
    @Setting(
            about = "Divides the score, so that the weights that the prior is tuned over suit it.",
            defaultValue = "0.3",
            min = 0.001,
            max = 100)
        double temperature,
    @Setting(about = "Deviation of the first coordinates.", defaultValue = "0.1", min = 0, max = 10)
        double firstDeviation,
    @Setting(about = "Seed of first vectors and draws.", defaultValue = "1") long seed) {

  IsgdSettings {
    Allowed.check(
        IsgdSettings.class,
        "",
        dimension,
        userRate,
        itemRate,
        regularisation,
        replays,
        temperature,
        firstDeviation,
        seed);
  }
}
