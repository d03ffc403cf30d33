package io.eddyline.learner.train;

import io.eddyline.schemas.config.Allowed;
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
    Allowed.check(
        RatingSettings.class, "learning.ratings", priorRatings, negativeBelow, slope, mostWeight);
  }

  /** The defaults. */
  public static RatingSettings defaults() {
    return RecordSettings.defaults(RatingSettings.class);
  }
}
