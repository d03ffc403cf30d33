package io.eddyline.learner.coldstart;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How an item's attributes make its first vector. */
public record ColdStartSettings(
    @Setting(
            about = "Trained items of an attribute value that its mean is taken over; 0: no means.",
            defaultValue = "100",
            min = 0,
            max = 10_000)
        int members,
    @Setting(
            about = "Attribute values that are followed; further ones say nothing.",
            defaultValue = "100000",
            min = 1,
            max = 100_000_000)
        int values,
    @Setting(
            about =
                "Weight of the item's own random vector beside the means; it tells items of the"
                    + " same attributes apart.",
            defaultValue = "0.1",
            min = 0.001,
            max = 100)
        double ownWeight) {

  public ColdStartSettings {
    Allowed.check(ColdStartSettings.class, "learning.cold-start", members, values, ownWeight);
  }

  /** The defaults. */
  public static ColdStartSettings defaults() {
    return RecordSettings.defaults(ColdStartSettings.class);
  }
}
