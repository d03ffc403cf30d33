package io.eddyline.ingest.event;

import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.record.Polarity;

/** What one event type means for learning. */
public record EventTypeRule(
    @Setting(
            about = "Scales the learning step of an event of this type.",
            defaultValue = "1",
            min = EventTypeRule.MIN_WEIGHT,
            max = EventTypeRule.MAX_WEIGHT)
        double weight,
    @Setting(
            about =
                "positive pulls user and item together, negative pushes them apart, neutral is"
                    + " counted only.",
            defaultValue = "positive")
        Polarity polarity,
    @Setting(
            about = "The item is no longer recommended to this user by default.",
            defaultValue = "true")
        boolean marksSeen,
    @Setting(
            about =
                "What the field value means: free, rating (held against the user's mean) or"
                    + " dwell (seconds).",
            defaultValue = "free")
        ValueUse value) {

  /** Smallest weight: a type without any is neutral instead. */
  public static final double MIN_WEIGHT = 0.001;

  /** Largest weight: a step a hundred times the usual one already leaves the stable range. */
  public static final double MAX_WEIGHT = 100;

  public EventTypeRule {
    if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
      throw new IllegalArgumentException(
          "events.types.*.weight %s: expected %s to %s".formatted(weight, MIN_WEIGHT, MAX_WEIGHT));
    }
    if (polarity == Polarity.POLARITY_UNSPECIFIED || polarity == Polarity.UNRECOGNIZED) {
      throw new IllegalArgumentException(
          "events.types.*.polarity %s: expected positive, negative or neutral".formatted(polarity));
    }
  }
}
