package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user table of one partition as its changelog: tombstones of removed rows, changed rows, full
 * seen blocks once each, and last of every commit the progress record.
 *
 * <p>What is restored waits as records until {@link #install}, since blocks and rows come in any
 * order.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class UserRows implements LoggedState {
  private final int dimension;
  private final UserTable table;
  private final ItemReplica replica;
  private final Map<String, UserRow> restoredRows = new HashMap<>();
  private final Map<String, Map<Integer, SeenBlock>> restoredBlocks = new HashMap<>();
  private final ProgressLog progress = new ProgressLog();

  UserRows(int dimension, UserTable table, ItemReplica replica) {
    this.dimension = dimension;
    this.table = table;
    this.replica = replica;
  }

  UserTable table() {
    return table;
  }

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW -> {
        if (value == null) {
          restoredRows.remove(RowKeys.id(key));
        } else {
          restoredRows.put(RowKeys.id(key), RecordSerdes.USER_ROW.decode(value));
        }
      }
      case SEEN_BLOCK -> {
        Map<Integer, SeenBlock> blocks =
            restoredBlocks.computeIfAbsent(RowKeys.id(key), id -> new HashMap<>());
        if (value == null) {
          blocks.remove(RowKeys.block(key));
        } else {
          blocks.put(RowKeys.block(key), RecordSerdes.SEEN_BLOCK.decode(value));
        }
      }
      case PROGRESS -> progress.restore(value);
    }
  }

  /**
   * Fills the table with what was restored.
   *
   * @param currentProgress asked for the progress record of each commit
   * @return the progress that the rows stand at
   */
  RowProgress install(Supplier<RowProgress> currentProgress) {
    restoredRows.forEach(this::install);
    restoredRows.clear();
    restoredBlocks.clear();
    RowProgress restored = progress.restored();
    table.restored(restored.getTrainedEvents(), restored.getCountFloor());
    progress.install(currentProgress);
    return restored;
  }

  private void install(String userId, UserRow saved) {
    int row = table.findOrAdd(userId);
    Vectors.decode(
        saved.getVector(), table.vectors().chunk(row), table.vectors().offset(row), dimension);
    Vectors.decode(
        saved.getMomentum(), table.momenta().chunk(row), table.momenta().offset(row), dimension);
    for (HistoryEntry entry : saved.getHistoryList().reversed()) {
      table.remember(
          row, replica.ordinalOf(entry.getItemId()), entry.getWeight(), entry.getEventTimeMs());
    }
    SeenSet seen = table.seen(row);
    seen.restore(saved.getFirstSeenBlock(), saved.getForgottenSeen());
    Map<Integer, SeenBlock> blocks = restoredBlocks.getOrDefault(userId, Map.of());
    for (int block = saved.getFirstSeenBlock(); block < saved.getNextSeenBlock(); block++) {
      SeenBlock items = blocks.getOrDefault(block, SeenBlock.getDefaultInstance());
      items.getItemIdsList().forEach(item -> seen.add(replica.ordinalOf(item)));
    }
    saved.getSeenTailList().forEach(item -> seen.add(replica.ordinalOf(item)));
    seen.markLogged();
    table.restore(
        row, saved.getAccumulator(), saved.getTrainedEvents(), saved.getVersion().getCount());
    table.restoreUse(row, saved.getFirstUsed(), saved.getLastUsed());
    table.ratings().restore(row, saved.getRatingCount(), saved.getRatingSum());
  }

  @Override
  public void log(ChangeLog changeLog) {
    RowProgress now = progress.current();
    if (now == null) {
      return;
    }
    table.removed().forEach(user -> logRemoved(user, changeLog));
    for (int k = 0; k < table.dirtyCount(); k++) {
      int row = table.dirtyRow(k);
      if (table.holds(row)) {
        logSeenBlocks(row, changeLog);
        changeLog.put(
            RowKeys.row(table.id(row)), RecordSerdes.USER_ROW.encode(record(row, now.getEpoch())));
      }
    }
    table.clearDirty();
    progress.log(now, changeLog);
  }

  private void logRemoved(UserTable.RemovedUser user, ChangeLog changeLog) {
    logNoBlocks(user.id(), user.firstBlock(), user.endBlock(), changeLog);
    if (table.find(user.id()) < 0) {
      changeLog.put(RowKeys.row(user.id()), null);
    }
  }

  private static void logNoBlocks(String userId, int first, int end, ChangeLog changeLog) {
    for (int block = first; block < end; block++) {
      changeLog.put(RowKeys.seenBlock(userId, block), null);
    }
  }

  private void logSeenBlocks(int row, ChangeLog changeLog) {
    SeenSet seen = table.seen(row);
    logNoBlocks(table.id(row), seen.loggedFirstBlock(), seen.firstBlock(), changeLog);
    logNoBlocks(table.id(row), seen.nextBlock(), seen.loggedEndBlock(), changeLog);
    for (int block = seen.loggedNextBlock(); block < seen.nextBlock(); block++) {
      SeenBlock.Builder items = SeenBlock.newBuilder();
      int start = seen.blockStart(block);
      for (int k = start; k < start + SeenSet.BLOCK_ITEMS; k++) {
        items.addItemIds(replica.id(seen.item(k)));
      }
      changeLog.put(
          RowKeys.seenBlock(table.id(row), block), RecordSerdes.SEEN_BLOCK.encode(items.build()));
    }
    seen.markLogged();
  }

  private UserRow record(int row, long epoch) {
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
}
