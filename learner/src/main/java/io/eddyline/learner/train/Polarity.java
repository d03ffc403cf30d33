package io.eddyline.learner.train;

/** What an event says about its item. */
public enum Polarity {
  /** Pulls user and item together, enters the history. */
  POSITIVE,
  /** Pushes user and item apart, never enters the history. */
  NEGATIVE,
  /** Counted, and seen if it says so; nothing more. */
  NEUTRAL
}
