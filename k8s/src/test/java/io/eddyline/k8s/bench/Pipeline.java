package io.eddyline.k8s.bench;

/** How much of Eddyline a run measures. */
enum Pipeline {
  /** Interactions that were cleaned before; broker and learner. */
  LEARNER,
  /** Events that were published before; broker, cleaning and learner. */
  CLEANING,
  /** Events that are published meanwhile; broker, cleaning, learner and snapshots. */
  ALL
}
