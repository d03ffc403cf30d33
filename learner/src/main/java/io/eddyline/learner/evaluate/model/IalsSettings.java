package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Implicit alternating least squares, refitted now and then, in numbers. */
record IalsSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1, max = 512) int dimension,
    @Setting(
            about = "Weight of a pair that was not observed; an observed one has 1.",
            defaultValue = "0.1",
            min = 0,
            max = 100)
        double unobservedWeight,
    @Setting(
            about = "Ridge of every vector's equations.",
            defaultValue = "1",
            min = 1e-4,
            max = 1e6)
        double regularisation,
    @Setting(
            about = "Sweeps of the first fit; a refit has half.",
            defaultValue = "8",
            min = 1,
            max = 100)
        int sweeps,
    @Setting(
            about = "Refits over the stream; two more are in the first part.",
            defaultValue = "10",
            min = 1,
            max = 1000)
        int refits,
    @Setting(
            about = "Weight of a history item relative to the next newer one when folding in.",
            defaultValue = "0.9",
            min = 0.01,
            max = 1)
        double historyDecay,
    @Setting(
            about =
                "Multiplies the score, so that the weights that the prior is tuned over suit it.",
            defaultValue = "10",
            min = 0.001,
            max = 1e6)
        double scoreScale,
    @Setting(about = "Seed of first vectors.", defaultValue = "1") long seed) {

  IalsSettings {
    Allowed.check(
        IalsSettings.class,
        "",
        dimension,
        unobservedWeight,
        regularisation,
        sweeps,
        refits,
        historyDecay,
        scoreScale,
        seed);
  }
}
