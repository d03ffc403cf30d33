package io.eddyline.learner.train;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;

/**
 * The latest seen items of a user as the owner of one of them numbers them: what travels with the
 * user's key, so that he becomes no negative of his own items.
 *
 * <p>Threading: one thread, the partition's.
 */
final class SeenOrdinals {
  private final ItemReplica replica;
  private final int[] values;

  SeenOrdinals(ItemReplica replica, int limit) {
    this.replica = replica;
    this.values = new int[limit];
  }

  /**
   * Collects the user's latest items that live with the owner of {@code item}, newest first,
   * without {@code item} and without those whose ordinal has not come yet.
   *
   * @return how many {@link #values} hold
   */
  int collect(SeenSet seen, int item) {
    return replica.collectOwnerOrdinals(seen, replica.ownerPartition(item), item, values);
  }

  int[] values() {
    return values;
  }
}
