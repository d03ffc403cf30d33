package io.eddyline.learner.table;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Rows that another process sent before they were committed, in the {@link ItemReplica}.
 *
 * <p>A hint has the version that the log will have, but no neighbours. The log's row then is not
 * newer, and yet has something to say: whose hints came is remembered by partition and epoch.
 *
 * <p>Threading: thread-safe, as the replica.
 */
public final class ReplicaHints {
  private final ItemReplica replica;
  private final AtomicLongArray hintedEpochs;

  /** Of a replica that no hint came to yet. */
  public ReplicaHints(ItemReplica replica, int partitions) {
    this.replica = replica;
    this.hintedEpochs = new AtomicLongArray(partitions);
  }

  /**
   * Takes a hint over if its version is newer than the replica's. A retired item stays retired: it
   * is the log that brings items back.
   *
   * @param image without neighbours
   * @return whether it was newer
   */
  public boolean apply(String id, ItemImage image) {
    if (image.partition < 0 || image.partition >= hintedEpochs.length()) {
      return false;
    }
    hintedEpochs.accumulateAndGet(image.partition, image.epoch, Math::max);
    int known = replica.findAny(id);
    return replica.apply(known >= 0 ? known : replica.ordinalOf(id), image);
  }

  /** Whether rows of this life of a partition's owner may be in the replica without neighbours. */
  public boolean hinted(int partition, long epoch) {
    return epoch != 0 && hintedEpochs.get(partition) == epoch;
  }

  /** Takes the neighbours of a row from the log that is not newer than the replica's. */
  public void takeNeighbours(String id, ItemImage image) {
    int ordinal = replica.find(id);
    if (ordinal >= 0) {
      replica.writes().takeNeighbours(ordinal, image);
    }
  }
}
