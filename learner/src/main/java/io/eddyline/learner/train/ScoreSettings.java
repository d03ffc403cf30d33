package io.eddyline.learner.train;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** The weights of the score beside the cosine, and which of them the stream tunes. */
public record ScoreSettings(
    @Setting(
            about = "Weight of the popularity prior, before the stream has tuned it if it may.",
            defaultValue = "1",
            min = 0,
            max = 100)
        double priorWeight,
    @Setting(
            about = "Weight of the trend, before the stream has tuned it if it may.",
            defaultValue = "0",
            min = 0,
            max = 100)
        double trendWeight,
    @Setting(
            about =
                "Weight of the affinities of neighbours, before the stream has tuned it if it may."
                    + " 0: they play no part, now or later.",
            defaultValue = "3",
            min = 0,
            max = 100)
        double neighbourWeight,
    @Setting(about = "Whether the stream tunes prior-weight.", defaultValue = "true")
        boolean tunePrior,
    @Setting(about = "Whether the stream tunes trend-weight.", defaultValue = "true")
        boolean tuneTrend,
    @Setting(
            about =
                "Whether the stream tunes the weight of the newest history item, in multiples of"
                    + " last-item-weight.",
            defaultValue = "true")
        boolean tuneLastItem,
    @Setting(about = "Whether the stream tunes neighbour-weight.", defaultValue = "true")
        boolean tuneNeighbours) {

  public ScoreSettings {
    Allowed.check(
        ScoreSettings.class,
        "learning.score",
        priorWeight,
        trendWeight,
        neighbourWeight,
        tunePrior,
        tuneTrend,
        tuneLastItem,
        tuneNeighbours);
  }
}
