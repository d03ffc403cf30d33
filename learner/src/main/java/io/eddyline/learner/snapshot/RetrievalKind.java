package io.eddyline.learner.snapshot;

/** What the graph of a version looks at. */
public enum RetrievalKind {
  /** Clusters for large catalogues, every item for others. */
  AUTO,
  /** Every item. */
  EXACT,
  /** The most promising clusters of items. */
  CLUSTERED
}
