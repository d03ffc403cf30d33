package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.Vectors;
import java.util.function.IntFunction;
import org.agrona.collections.IntArrayList;

/**
 * Rows of a user table as records. A record names items by their ids, the table by their ordinals
 * in the replica.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserRowCodec {
  private final int dimension;
  private final ItemReplica replica;

  UserRowCodec(int dimension, ItemReplica replica) {
    this.dimension = dimension;
    this.replica = replica;
  }

  UserRow record(UserTable table, int row, long epoch) {
    UserRow.Builder record =
        UserRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(epoch).setCount(table.updates(row)))
            .setVector(
                Vectors.encode(table.vectors().chunk(row), table.vectors().offset(row), dimension))
            .setMomentum(
                Vectors.encode(table.momenta().chunk(row), table.momenta().offset(row), dimension))
            .setAccumulator(table.vectors().accumulator(row))
            .setTrainedEvents(table.trainedEvents(row))
            .setFirstUsed(table.firstUse(row))
            .setLastUsed(table.lastUse(row))
            .setRatingCount(table.ratings().count(row))
            .setRatingSum(table.ratings().sum(row));
    for (int age = 0; age < table.histories().size(row); age++) {
      record.addHistory(
          HistoryEntry.newBuilder()
              .setItemId(replica.id(table.histories().item(row, age)))
              .setWeight(table.histories().weight(row, age))
              .setEventTimeMs(table.histories().timeMs(row, age)));
    }
    SeenSet seen = table.seen(row);
    record
        .setFirstSeenBlock(seen.firstBlock())
        .setNextSeenBlock(seen.nextBlock())
        .setForgottenSeen(seen.forgotten());
    for (int k = seen.tailStart(); k < seen.size(); k++) {
      record.addSeenTail(replica.id(seen.item(k)));
    }
    return record.build();
  }

  /** A full block of a seen set. */
  SeenBlock block(SeenSet seen, int block) {
    SeenBlock.Builder items = SeenBlock.newBuilder();
    int start = seen.blockStart(block);
    for (int k = start; k < start + SeenSet.BLOCK_ITEMS; k++) {
      items.addItemIds(replica.id(seen.item(k)));
    }
    return items.build();
  }

  /**
   * Adds a row as it was logged.
   *
   * @param saved has just read it
   * @param blocks the items of the user's full seen blocks by number, each valid until the next
   */
  static void install(
      String userId, UserRowReader saved, IntFunction<IntArrayList> blocks, UserTable table) {
    int row = table.findOrAdd(userId);
    saved.copyVector(table.vectors().chunk(row), table.vectors().offset(row));
    saved.copyMomentum(table.momenta().chunk(row), table.momenta().offset(row));
    for (int age = saved.historyItems.size() - 1; age >= 0; age--) {
      table.remember(
          row,
          saved.historyItems.getInt(age),
          Float.intBitsToFloat(saved.historyWeights.getInt(age)),
          saved.historyTimesMs.getLong(age));
    }
    SeenSet seen = table.seen(row);
    int blockItems = (saved.nextSeenBlock - saved.firstSeenBlock) * SeenSet.BLOCK_ITEMS;
    seen.restore(saved.firstSeenBlock, saved.forgottenSeen, blockItems + saved.seenTail.size());
    for (int block = saved.firstSeenBlock; block < saved.nextSeenBlock; block++) {
      addAll(blocks.apply(block), seen);
    }
    addAll(saved.seenTail, seen);
    seen.markLogged();
    seen.markSent();
    table.restore(row, saved.accumulator, saved.trainedEvents, saved.versionCount);
    table.restoreUse(row, saved.firstUsed, saved.lastUsed);
    table.ratings().restore(row, saved.ratingCount, saved.ratingSum);
  }

  private static void addAll(IntArrayList items, SeenSet seen) {
    for (int k = 0; k < items.size(); k++) {
      seen.add(items.getInt(k));
    }
  }
}
