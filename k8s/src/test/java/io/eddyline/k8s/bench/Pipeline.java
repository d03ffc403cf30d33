package io.eddyline.k8s.bench;

/** How much of Eddyline a run measures. */
enum Pipeline {
  /** Interactions that were cleaned before; broker and learner. */
  LEARNER,
  /** Events that are published meanwhile; broker, gateway's tier with cleaning, and learner. */
  CLEANING,
  /** The same, and the snapshot builder. */
  ALL
}
