package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.ItemUpdateSink;
import io.eddyline.schemas.record.Follow;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.Pair;
import io.eddyline.schemas.record.Visit;
import io.eddyline.schemas.serde.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what one user-side task has for the owners of items, one batch a target partition. A
 * batch leaves when it is full and, by {@link #flush}, before every commit.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UpdateBatches implements ItemUpdateSink {
  /** Takes a batch for a partition of the item side. */
  interface Outlet {
    void send(int partition, ItemUpdates batch);
  }

  private static final long NONE = -1;

  private final UserTable users;
  private final ItemReplica replica;
  private final Outlet outlet;
  private final int sourcePartition;
  private final int batchMessages;
  private final ItemUpdates.Builder[] batches;
  private final int[] gaps;
  private final int[] messages;
  private final long[] sentOffsets;
  private long offset = NONE;
  private final Follow.@Nullable Builder[] follows;

  /**
   * @param sourcePartition the sending user partition
   * @param partitions of the item side
   * @param batchMessages messages that fill a batch
   * @param seenLimit most seen items of a user that the receiver keeps, the pair's own among them
   */
  UpdateBatches(
      UserTable users,
      ItemReplica replica,
      int sourcePartition,
      int partitions,
      int batchMessages,
      int seenLimit,
      Outlet outlet) {
    this.users = users;
    this.replica = replica;
    this.sourcePartition = sourcePartition;
    this.outlet = outlet;
    this.batchMessages = batchMessages;
    this.gaps = new int[seenLimit - 1];
    this.messages = new int[partitions];
    this.batches = new ItemUpdates.Builder[partitions];
    for (int partition = 0; partition < partitions; partition++) {
      batches[partition] = ItemUpdates.newBuilder();
    }
    this.sentOffsets = new long[partitions];
    Arrays.fill(sentOffsets, NONE);
    this.follows = new Follow.@Nullable Builder[partitions];
  }

  @Override
  public void pair(
      int item, int user, float weight, float[] userKey, int[] seen, int seenCount, boolean live) {
    Pair.Builder pair =
        Pair.newBuilder()
            .setItemId(replica.id(item))
            .setUserId(users.id(user))
            .setWeight(weight)
            .setUserKey(Vectors.encode(userKey, 0, userKey.length))
            .setLive(live);
    int kept = Math.min(seenCount, gaps.length);
    System.arraycopy(seen, 0, gaps, 0, kept);
    OrdinalGaps.encode(gaps, kept);
    for (int k = 0; k < kept; k++) {
      pair.addSeenGaps(gaps[k]);
    }
    int partition = replica.ownerPartition(item);
    batches[partition].addPairs(pair);
    added(partition);
  }

  @Override
  public void visited(int item, float weight, int[] previous, int count) {
    Visit.Builder visit = Visit.newBuilder().setItemId(replica.id(item)).setWeight(weight);
    for (int k = 0; k < count; k++) {
      visit.addPreviousItemIds(replica.id(previous[k]));
    }
    int partition = replica.ownerPartition(item);
    batches[partition].addVisits(visit);
    added(partition);
  }

  @Override
  public void count(int item) {
    count(replica.ownerPartition(item), replica.id(item));
  }

  @Override
  public void sighted(String itemId) {
    count(replica.partitionOf(itemId), itemId);
  }

  private void count(int partition, String itemId) {
    batches[partition].addPairs(Pair.newBuilder().setItemId(itemId).setWeight(1).setLive(true));
    added(partition);
  }

  @Override
  public void follow(float[] gradient, float weight, int[] items, float[] coefficients, int count) {
    ByteString bytes = Vectors.encode(gradient, 0, gradient.length);
    for (int k = 0; k < count; k++) {
      int partition = replica.ownerPartition(items[k]);
      Follow.Builder follow = follows[partition];
      if (follow == null) {
        follow = Follow.newBuilder().setGradient(bytes).setWeight(weight);
        follows[partition] = follow;
      }
      follow.addItemIds(replica.id(items[k])).addCoefficients(coefficients[k]);
    }
    for (int partition = 0; partition < follows.length; partition++) {
      Follow.Builder follow = follows[partition];
      if (follow != null) {
        follows[partition] = null;
        batches[partition].addFollows(follow);
        added(partition);
      }
    }
  }

  /** What is gathered from now on belongs to this interaction. */
  void at(long interactionOffset) {
    offset = interactionOffset;
  }

  /** Sends every open batch, and the offset to every partition that has not heard it. */
  void flush() {
    for (int partition = 0; partition < batches.length; partition++) {
      if (messages[partition] > 0 || sentOffsets[partition] < offset) {
        send(partition, offset);
      }
    }
  }

  private void added(int partition) {
    if (++messages[partition] >= batchMessages) {
      // The interaction at hand may have more to say: the batch goes up to the one before.
      send(partition, offset - 1);
    }
  }

  private void send(int partition, long upTo) {
    ItemUpdates batch =
        batches[partition].setSourcePartition(sourcePartition).setSourceOffset(upTo).build();
    batches[partition] = ItemUpdates.newBuilder();
    messages[partition] = 0;
    sentOffsets[partition] = Math.max(sentOffsets[partition], upTo);
    outlet.send(partition, batch);
  }
}
