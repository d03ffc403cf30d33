package io.eddyline.learner.train;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** What a rating says, held against the other ratings of its user. */
public record RatingSettings(
    @Setting(
            about = "Ratings of a user that the mean of all users' ratings counts for.",
            defaultValue = "5",
            min = 0.001,
            max = 1e6)
        double priorRatings,
    @Setting(
            about =
                "Standard deviations of all ratings by which one must be below its user's mean to"
                    + " push user and item apart.",
            defaultValue = "1",
            min = 0,
            max = 1e6)
        double negativeBelow,
    @Setting(
            about = "What a standard deviation above the mean adds to the weight; 0: all weigh 1.",
            defaultValue = "0.5",
            min = 0,
            max = 100)
        double slope,
    @Setting(
            about = "Largest weight of a rating; the smallest is one by this.",
            defaultValue = "2",
            min = 1,
            max = 100)
        double mostWeight) {

  public RatingSettings {
    require("prior-ratings", priorRatings, 0.001, 1e6);
    require("negative-below", negativeBelow, 0, 1e6);
    require("slope", slope, 0, 100);
    require("most-weight", mostWeight, 1, 100);
  }

  /** The defaults. */
  public static RatingSettings defaults() {
    return RecordSettings.defaults(RatingSettings.class);
  }

  private static void require(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "learning.ratings.%s %s: expected %s to %s".formatted(key, value, min, max));
    }
  }
}
