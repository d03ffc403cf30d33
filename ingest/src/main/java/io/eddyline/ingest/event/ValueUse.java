package io.eddyline.ingest.event;

/** What an event type makes of the field {@code value}. */
public enum ValueUse {
  /** Optional, any finite number; passed on and not interpreted. */
  FREE,
  /**
   * Required, 0 to {@code events.rating-max}; of a positive type the learner holds it against the
   * user's mean: above it weighs more, far below it pushes apart.
   */
  RATING,
  /** Required, seconds, at least 0; below {@code events.dwell-min-seconds} the event is neutral. */
  DWELL
}
