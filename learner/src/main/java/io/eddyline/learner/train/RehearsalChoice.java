package io.eddyline.learner.train;

/** Which past events are trained again, see {@link Rehearsal}. */
public enum RehearsalChoice {
  /** Each alike. */
  UNIFORM,
  /** For a share of the replays the one of several that lost most since it was last trained. */
  LOST
}
