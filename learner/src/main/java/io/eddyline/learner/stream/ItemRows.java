package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.serde.RowKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The item table of one partition as its changelog: tombstones of removed rows, changed rows, and
 * last of every commit the progress record. What is restored waits as bytes until {@link #install}.
 *
 * <p>Threading: as {@link LoggedState}.
 */
final class ItemRows implements LoggedState {
  private final Supplier<ItemTable> newTable;
  private final RowStamp stamp;
  private final UnreadableRecords unreadable;
  private final ItemRowWriter writer = new ItemRowWriter();
  private final ItemImage image;
  private final LogImage rows = new LogImage();
  private final ProgressLog progress = new ProgressLog();
  private ItemTable table;

  /**
   * @param newTable makes an empty table
   * @param stamp of the settings that the rows depend on
   */
  ItemRows(Supplier<ItemTable> newTable, RowStamp stamp, UnreadableRecords unreadable) {
    this.newTable = newTable;
    this.stamp = stamp;
    this.unreadable = unreadable;
    this.image = new ItemImage(stamp.getDimension());
    this.table = newTable.get();
  }

  /** Empty before {@link #install}; another one after {@link #giveBack}. */
  ItemTable table() {
    return table;
  }

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW -> rows.put(key, value);
      case PROGRESS -> progress.restore(value);
      case SEEN_BLOCK -> throw new FormatException("a seen block of a user among the item rows");
    }
  }

  /**
   * Fills the table with what was restored; from now on changes are logged.
   *
   * @param place of the rows, for people
   * @param currentProgress asked for the progress record of each commit
   * @return the progress that the rows stand at
   * @throws io.eddyline.schemas.error.EddylineException (STOP) if other settings made the rows
   */
  RowProgress install(String place, Supplier<RowProgress> currentProgress) {
    RowProgress restored = progress.restored(place);
    RestoreCheck check = new RestoreCheck(place, stamp, restored, unreadable);
    ItemRowReader reader = new ItemRowReader();
    // Nothing leaves the lists before all rows are there.
    IdNumbers numbers = new IdNumbers(table.neighbours()::numberOf, _ -> false);
    rows.drain(
        (key, value) ->
            check.read(
                key,
                () -> {
                  reader.read(value);
                  reader.checkVectors(check);
                  reader.fill(image, numbers);
                  table.restore(RowKeys.id(key), image);
                }));
    table.restored(restored.getLivePairs(), restored.getNextOrdinal(), restored.getCountFloor());
    progress.install(currentProgress);
    return restored;
  }

  @Override
  public void log(ChangeLog changeLog) {
    RowProgress now = progress.current();
    if (now == null) {
      return;
    }
    for (String id : table.removed()) {
      if (table.find(id) < 0) {
        changeLog.put(RowKeys.row(id), null);
      }
    }
    for (int k = 0; k < table.dirtyCount(); k++) {
      int row = table.dirtyRow(k);
      if (table.holds(row)) {
        changeLog.put(RowKeys.row(table.id(row)), encode(row, now));
      }
    }
    table.clearDirty();
    progress.log(now, changeLog);
  }

  private byte[] encode(int row, RowProgress now) {
    table.read(row, image);
    image.epoch = now.getEpoch();
    return writer.write(image, table.neighbours());
  }

  @Override
  public void giveBack() {
    boolean wasInstalled =
        progress.giveBack(
            table.size(),
            table::holds,
            (row, now) -> rows.put(RowKeys.row(table.id(row)), encode(row, now)));
    if (wasInstalled) {
      table = newTable.get();
    }
  }
}
