package io.eddyline.learner.table;

/**
 * The ways in which rows come into an {@link ItemReplica}: whole from the log or from the owner's
 * table, or the part that changed.
 *
 * <p>Threading: thread-safe; the monitor of a {@link ReplicaChunk} orders the writers of its rows.
 */
final class ReplicaWrites {
  private final ReplicaRows rows;
  private final ReplicaPopularity popularity;
  private final Neighbourhood neighbourhood;

  ReplicaWrites(ReplicaRows rows, ReplicaPopularity popularity, Neighbourhood neighbourhood) {
    this.rows = rows;
    this.popularity = popularity;
    this.neighbourhood = neighbourhood;
  }

  /**
   * Takes over a row if its version is newer than the replica's and the item is not retired.
   *
   * @return whether it did
   */
  boolean apply(int ordinal, ItemImage image) {
    popularity.advance(image.partition, image.popularityClock);
    ReplicaChunk chunk = rows.chunk(ordinal);
    int row = ReplicaRows.row(ordinal);
    synchronized (chunk) {
      if (chunk.retirements[row] != 0 || !chunk.isNewer(row, image.epoch, image.updates)) {
        return false;
      }
      chunk.write(row, image);
      if (image.popularity > 0 || image.trainedPairs > 0) {
        popularity.setPriors(chunk, row);
      }
    }
    takeNeighbours(ordinal, image);
    return true;
  }

  /**
   * Takes over a row of a table, without its neighbours, if its version is newer than the replica's
   * and the item is not retired.
   *
   * @param ordinal of the row's item
   * @param partition that owns the table
   * @param epoch of the owning task
   */
  void apply(int ordinal, ItemTable table, int from, int partition, long epoch) {
    popularity.advance(partition, table.popularities().clock(from));
    ReplicaChunk chunk = rows.chunk(ordinal);
    int row = ReplicaRows.row(ordinal);
    synchronized (chunk) {
      if (chunk.retirements[row] != 0 || !chunk.isNewer(row, epoch, table.updates(from))) {
        return;
      }
      boolean isCounted = chunk.write(row, table, from, partition, epoch);
      boolean isCandidate = chunk.priors[row] > Float.NEGATIVE_INFINITY;
      boolean hasHadEvent = table.trainedPairs(from) > 0 || chunk.popularities[row] > 0;
      if (hasHadEvent && (isCounted || !isCandidate)) {
        popularity.setPriors(chunk, row);
      }
    }
  }

  /** Takes over the neighbours of an image that has them. */
  void takeNeighbours(int ordinal, ItemImage image) {
    if (image.neighbourCount < 0 || neighbourhood.length() == 0) {
      return;
    }
    neighbourhood.set(ordinal, image.neighbours, image.neighbourCount, image.neighbourCounts);
  }

  /**
   * Takes over the version of a row in which nothing but the neighbours changed.
   *
   * @return whether the replica had the version before
   */
  boolean advanceVersion(int ordinal, long epoch, long updates) {
    return rows.advance(ordinal, epoch, updates);
  }

  /**
   * Takes over a context residual whose row has not changed otherwise since the version before.
   *
   * @param context {@code dimension} floats from {@code at}
   * @return whether the replica had the version before
   */
  boolean applyContext(int ordinal, long epoch, long updates, float[] context, int at) {
    return rows.writeContext(ordinal, epoch, updates, context, at);
  }
}
