package io.eddyline.serving.model;

/** How many live pairs each item partition has counted, by what the rows of it say. */
public interface PairClocks {
  /** The most that a row of the partition says; 0 before any. */
  long livePairs(int partition);
}
