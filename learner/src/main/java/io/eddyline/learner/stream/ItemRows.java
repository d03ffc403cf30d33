package io.eddyline.learner.stream;

import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.image.ImageFile;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.TableColumns;
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
  private @Nullable ImageFile start;

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
    readStart();
    RowProgress restored = progress.restored(place);
    RestoreCheck check = new RestoreCheck(place, stamp, restored, unreadable);
    ItemRowReader reader = new ItemRowReader();
    // Nothing leaves the lists before all rows are there.
    IdNumbers numbers = new IdNumbers(table.neighbours()::numberOf, _ -> false);
    rows.drain(
        (key, value) -> {
          if (value == null) {
            remove(RowKeys.id(key));
          } else {
            check.read(key, () -> install(RowKeys.id(key), value, reader, numbers, check));
          }
        });
    table.restored(restored.getLivePairs(), restored.getNextOrdinal(), restored.getCountFloor());
    progress.install(currentProgress);
    return restored;
  }

  private void install(
      String id, byte[] value, ItemRowReader reader, IdNumbers numbers, RestoreCheck check) {
    reader.read(value);
    reader.checkVectors(check);
    reader.fill(image, numbers);
    table.restore(id, image);
  }

  private void remove(String id) {
    int row = table.find(id);
    if (row >= 0) {
      table.remove(row);
    }
  }

  private void readStart() {
    ImageFile localImage = start;
    if (localImage != null) {
      start = null;
      localImage.read(
          in -> {
            progress.begin(in.getBytes());
            TableColumns.read(table, in);
          });
    }
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
    TableColumns.write(table, out);
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
