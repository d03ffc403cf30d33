package io.eddyline.serving.overlay.feed;

/** The row topics, read by partition as ordered. */
interface RowLog {
  /**
   * Begins to read a partition, anew if it is being read.
   *
   * @param offset of the first record
   * @param reading number that comes back with every piece
   */
  void read(RowPartition partition, long offset, long reading);

  /** Ends the reading of a partition; pieces that are on their way still come. */
  void stop(RowPartition partition);
}
