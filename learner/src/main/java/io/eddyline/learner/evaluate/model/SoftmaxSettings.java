package io.eddyline.learner.evaluate.model;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** Sampled softmax with gradients into the negatives, in numbers. */
record SoftmaxSettings(
    @Setting(about = "Floats of a vector.", defaultValue = "64", min = 1, max = 1024) int dimension,
    @Setting(
            about = "Latest items of a user that form the query.",
            defaultValue = "20",
            min = 1,
            max = 256)
        int historyLength,
    @Setting(
            about = "Weight of a history item relative to the next newer one.",
            defaultValue = "0.8",
            min = 0,
            max = 1)
        double historyDecay,
    @Setting(
            about = "Weight of the pooled history in the query.",
            defaultValue = "2",
            min = 0,
            max = 100)
        double historyWeight,
    @Setting(
            about = "Extra weight of the newest history item.",
            defaultValue = "1",
            min = 0,
            max = 100)
        double lastItemWeight,
    @Setting(
            about = "Latest history items that an event's gradient goes into.",
            defaultValue = "5",
            min = 0,
            max = 256)
        int trainedHistory,
    @Setting(about = "Negatives drawn for an event.", defaultValue = "64", min = 1, max = 4096)
        int negatives,
    @Setting(
            about =
                "Share of the negatives drawn uniformly from all items; the others from the"
                    + " latest events.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double uniformShare,
    @Setting(
            about = "Latest events that negatives are drawn from.",
            defaultValue = "4096",
            min = 1,
            max = 1 << 20)
        int queue,
    @Setting(about = "Divides the cosine.", defaultValue = "0.15", min = 0.001, max = 10)
        double temperature,
    @Setting(about = "Learning rate of user vectors.", defaultValue = "0.02", min = 0, max = 10)
        double userRate,
    @Setting(about = "Learning rate of item vectors.", defaultValue = "0.1", min = 0, max = 10)
        double itemRate,
    @Setting(about = "Seed of first vectors and draws.", defaultValue = "1") long seed) {

  SoftmaxSettings {
    Allowed.check(
        SoftmaxSettings.class,
        "",
        dimension,
        historyLength,
        historyDecay,
        historyWeight,
        lastItemWeight,
        trainedHistory,
        negatives,
        uniformShare,
        queue,
        temperature,
        userRate,
        itemRate,
        seed);
  }
}
