package io.eddyline.k8s.rebuild;

/** What happens when a rebuilt model has caught up. */
public enum SwapMode {
  /** It is ordered to be served. */
  AUTO,
  /** It is said, and the operator orders it. */
  NEVER
}
