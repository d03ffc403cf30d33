package io.eddyline.learner.train;

import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.Sightings;
import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/**
 * Which ids get a row, and for how long: what bounds the learner's memory.
 *
 * @see Admission
 */
public record RowSettings(
    @Setting(
            about =
                "Live events that an item needs, within the sighting window, before it gets a row."
                    + " The events before that count as trained and teach nothing.",
            defaultValue = "1",
            min = 1,
            max = 1000)
        int admitAfterSightings,
    @Setting(
            about =
                "Events that a user needs, within the sighting window, before he gets a row. Those"
                    + " before that make their items popular and teach nothing else.",
            defaultValue = "1",
            min = 1,
            max = 1000)
        int admitUsersAfterSightings,
    @Setting(
            about =
                "Sightings of ids without a row, of one partition, for which a sighting counts at"
                    + " least (at most twice as many), a multiple of 64.",
            defaultValue = "65536",
            min = 64,
            max = 1_048_576)
        int sightingWindow,
    @Setting(
            about =
                "An item's row leaves when its partition has learnt more live events than this"
                    + " without one for the item or after it. 0: never.",
            defaultValue = "0",
            min = 0,
            max = 1e15)
        long expireAfterEvents,
    @Setting(
            about =
                "A user's row leaves when its partition has learnt more events than this without"
                    + " one of the user. 0: never.",
            defaultValue = "0",
            min = 0,
            max = 1e15)
        long expireUsersAfterEvents) {

  public RowSettings {
    Allowed.check(
        RowSettings.class,
        "learning.rows",
        admitAfterSightings,
        admitUsersAfterSightings,
        sightingWindow,
        expireAfterEvents,
        expireUsersAfterEvents);
    if (sightingWindow % Sightings.BLOCK_IDS != 0) {
      throw new IllegalArgumentException(
          "learning.rows.sighting-window %d: expected a multiple of %d"
              .formatted(sightingWindow, Sightings.BLOCK_IDS));
    }
  }

  /** Whether every id gets a row at once and keeps it. */
  public boolean areUnbounded() {
    return admitAfterSightings == 1
        && admitUsersAfterSightings == 1
        && expireAfterEvents == 0
        && expireUsersAfterEvents == 0;
  }

  /**
   * Refuses all but {@link #areUnbounded}.
   *
   * @throws IllegalArgumentException if a row may be refused or expire
   */
  public void requireUnbounded() {
    if (!areUnbounded()) {
      throw new IllegalArgumentException(
          "learning.rows %s: expected the defaults, since every item is ranked in every event"
              .formatted(this));
    }
  }

  /** How items of one partition are admitted. */
  Admission itemAdmission(long seed) {
    return new Admission(admitAfterSightings, sightingWindow, seed);
  }

  /** How users of one partition are admitted. */
  Admission userAdmission(long seed) {
    return new Admission(admitUsersAfterSightings, sightingWindow, seed);
  }
}
