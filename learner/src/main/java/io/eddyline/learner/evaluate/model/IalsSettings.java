package io.eddyline.learner.evaluate.model;

import static io.eddyline.learner.evaluate.model.SettingRange.require;

import io.eddyline.schemas.config.Setting;

/** Implicit alternating least squares, refitted now and then, in numbers. */
record IalsSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1) int dimension,
    @Setting(
            about = "Weight of a pair that was not observed; an observed one has 1.",
            defaultValue = "0.1",
            min = 0)
        double unobservedWeight,
    @Setting(about = "Ridge of every vector's equations.", defaultValue = "1", min = 0.0001)
        double regularisation,
    @Setting(about = "Sweeps of the first fit; a refit has half.", defaultValue = "8", min = 1)
        int sweeps,
    @Setting(
            about = "Refits over the stream; two more are in the first part.",
            defaultValue = "10",
            min = 1)
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
            min = 0.001)
        double scoreScale,
    @Setting(about = "Seed of first vectors.", defaultValue = "1") long seed) {

  IalsSettings {
    require("dimension", dimension, 1, 512);
    require("unobserved-weight", unobservedWeight, 0, 100);
    require("regularisation", regularisation, 1e-4, 1e6);
    require("sweeps", sweeps, 1, 100);
    require("refits", refits, 1, 1000);
    require("history-decay", historyDecay, 0.01, 1);
    require("score-scale", scoreScale, 0.001, 1e6);
  }
}
