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
   * @param blocks the user's full seen blocks by number
   */
  void install(String userId, UserRow saved, IntFunction<SeenBlock> blocks, UserTable table) {
    int row = table.findOrAdd(userId);
    Vectors.decode(
        saved.getVector(), table.vectors().chunk(row), table.vectors().offset(row), dimension);
    Vectors.decode(
        saved.getMomentum(), table.momenta().chunk(row), table.momenta().offset(row), dimension);
    for (int age = saved.getHistoryCount() - 1; age >= 0; age--) {
      HistoryEntry entry = saved.getHistory(age);
      table.remember(
          row, replica.ordinalOf(entry.getItemId()), entry.getWeight(), entry.getEventTimeMs());
    }
    SeenSet seen = table.seen(row);
    seen.restore(saved.getFirstSeenBlock(), saved.getForgottenSeen());
    for (int block = saved.getFirstSeenBlock(); block < saved.getNextSeenBlock(); block++) {
      blocks.apply(block).getItemIdsList().forEach(item -> seen.add(replica.ordinalOf(item)));
    }
    saved.getSeenTailList().forEach(item -> seen.add(replica.ordinalOf(item)));
    seen.markLogged();
    table.restore(
        row, saved.getAccumulator(), saved.getTrainedEvents(), saved.getVersion().getCount());
    table.restoreUse(row, saved.getFirstUsed(), saved.getLastUsed());
    table.ratings().restore(row, saved.getRatingCount(), saved.getRatingSum());
  }
}
