package io.eddyline.learner.stream;

import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.image.ImageFile;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.RemovedUser;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.TableColumns;
import io.eddyline.learner.table.UserTable;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import java.util.function.Supplier;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The user table of one partition as its changelog: tombstones of removed rows, changed rows, full
 * seen blocks once each, and last of every commit the progress record.
 *
 * <p>What is restored waits as bytes until {@link #install}: blocks and rows come in any order, and
 * as long as the task is a standby nothing must remember ordinals of the replica.
 *
 * <p>Threading: as {@link LoggedState}.
 */
final class UserRows implements LoggedState {
  private final Supplier<UserTable> newTable;
  private final RowStamp stamp;
  private final ItemReplica replica;
  private final UnreadableRecords unreadable;
  private final UserRowCodec codec;
  private final LogImage rows = new LogImage();
  private final LogImage blocks = new LogImage();
  private final ProgressLog progress = new ProgressLog();
  private UserTable table;
  private @Nullable ImageFile start;

  /**
   * @param newTable makes an empty table
   * @param stamp of the settings that the rows depend on
   */
  UserRows(
      Supplier<UserTable> newTable,
      ItemReplica replica,
      RowStamp stamp,
      UnreadableRecords unreadable) {
    this.newTable = newTable;
    this.stamp = stamp;
    this.replica = replica;
    this.unreadable = unreadable;
    this.codec = new UserRowCodec(stamp.getDimension(), replica);
    this.table = newTable.get();
  }

  /** Empty before {@link #install}; another one after {@link #giveBack}. */
  UserTable table() {
    return table;
  }

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW -> rows.put(key, value);
      case SEEN_BLOCK -> blocks.put(key, value);
      case PROGRESS -> progress.restore(value);
    }
  }

  /**
   * Fills the table with what was restored.
   *
   * @param place of the rows, for people
   * @param currentProgress asked for the progress record of each commit
   * @return the progress that the rows stand at
   * @throws io.eddyline.schemas.error.EddylineException (STOP) if other settings made the rows
   */
  RowProgress install(String place, Supplier<RowProgress> currentProgress) {
    readStart();
    RowProgress restored = progress.restored(place);
    RestoreCheck check = new RestoreCheck(place, stamp, restored, unreadable);
    UserRowReader reader = new UserRowReader(replica);
    rows.drain(
        (key, value) -> {
          if (value == null) {
            takeOut(RowKeys.id(key));
          } else {
            check.read(key, () -> install(RowKeys.id(key), value, reader, check));
          }
        });
    blocks.clear();
    table.restored(restored.getTrainedEvents(), restored.getCountFloor());
    progress.install(currentProgress);
    return restored;
  }

  private void install(String userId, byte[] value, UserRowReader reader, RestoreCheck check) {
    reader.read(value);
    check.vector(reader.vectorBytes());
    check.vector(reader.momentumBytes());
    SeenSet before = takeOut(userId);
    UserRowCodec.install(
        userId,
        reader,
        block -> {
          if (!takeBlock(RowKeys.seenBlock(userId, block), reader, check)) {
            copyBlock(before, block, reader.block);
          }
          return reader.block;
        },
        table);
  }

  /* Returns what the user's row of a local image knew of the blocks, which are logged once each. */
  private @Nullable SeenSet takeOut(String userId) {
    int row = table.find(userId);
    if (row < 0) {
      return null;
    }
    SeenSet seen = table.seen(row);
    table.remove(row);
    return seen;
  }

  private boolean takeBlock(byte[] key, UserRowReader reader, RestoreCheck check) {
    byte[] value = blocks.take(key);
    return value != null && check.read(key, () -> reader.readBlock(value));
  }

  private static void copyBlock(@Nullable SeenSet from, int block, IntArrayList target) {
    target.clear();
    if (from != null && block >= from.firstBlock() && block < from.nextBlock()) {
      int start = from.blockStart(block);
      for (int k = start; k < start + SeenSet.BLOCK_ITEMS; k++) {
        target.addInt(from.item(k));
      }
    }
  }

  private void readStart() {
    ImageFile localImage = start;
    if (localImage != null) {
      start = null;
      localImage.read(
          in -> {
            progress.begin(in.getBytes());
            TableColumns.read(table, replica, in);
          });
    }
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
        changeLog.put(RowKeys.row(table.id(row)), encode(row, now));
      }
    }
    table.clearDirty();
    progress.log(now, changeLog);
  }

  private byte[] encode(int row, RowProgress now) {
    return RecordSerdes.USER_ROW.encode(codec.record(table, row, now.getEpoch()));
  }

  private void logRemoved(RemovedUser user, ChangeLog changeLog) {
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
    logBlocks(row, seen.loggedNextBlock(), changeLog);
    seen.markLogged();
  }

  private void logBlocks(int row, int first, ChangeLog changeLog) {
    SeenSet seen = table.seen(row);
    for (int block = first; block < seen.nextBlock(); block++) {
      changeLog.put(
          RowKeys.seenBlock(table.id(row), block),
          RecordSerdes.SEEN_BLOCK.encode(codec.block(seen, block)));
    }
  }

  @Override
  public String shape() {
    return TableColumns.shape(table);
  }

  @Override
  public void startFrom(ImageFile localImage) {
    start = localImage;
    rows.layOver();
  }

  /** Whether the log has all that the table and the progress hold. */
  boolean isLogged() {
    return progress.isLogged() && table.dirtyCount() == 0 && table.removed().isEmpty();
  }

  @Override
  public void write(ColumnWriter out) {
    out.putBytes(progress.logged());
    TableColumns.write(table, replica, out);
  }

  @Override
  public void giveBack() {
    boolean wasInstalled =
        progress.giveBack(
            table.size(),
            table::holds,
            (row, now) -> {
              rows.put(RowKeys.row(table.id(row)), encode(row, now));
              logBlocks(row, table.seen(row).firstBlock(), blocks::put);
            });
    if (wasInstalled) {
      table = newTable.get();
    }
  }
}
