package io.eddyline.learner.stream;

import io.eddyline.learner.table.ItemImage;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The item table of one partition as its changelog: tombstones of removed rows, changed rows, and
 * last of every commit the progress record.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class ItemRows implements LoggedState {
  private final ItemTable table;
  private final ItemImage image;
  private final ProgressLog progress = new ProgressLog();

  ItemRows(int dimension, ItemTable table) {
    this.table = table;
    this.image = new ItemImage(dimension);
  }

  ItemTable table() {
    return table;
  }

  @Override
  public void restore(byte[] key, byte @Nullable [] value) {
    switch (RowKeys.kind(key)) {
      case ROW -> {
        if (value == null) {
          table.restoreRemoved(RowKeys.id(key));
        } else {
          ItemRowCodec.read(RecordSerdes.ITEM_ROW.decode(value), image);
          table.restore(RowKeys.id(key), image);
        }
      }
      case PROGRESS -> progress.restore(value);
      case SEEN_BLOCK ->
          throw new IllegalStateException("a seen block of a user in the item rows' changelog");
    }
  }

  /**
   * Ends the restoring: from now on changes are logged.
   *
   * @param currentProgress asked for the progress record of each commit
   * @return the progress that the rows stand at
   */
  RowProgress install(Supplier<RowProgress> currentProgress) {
    RowProgress restored = progress.restored();
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
        table.read(row, image);
        image.epoch = now.getEpoch();
        changeLog.put(
            RowKeys.row(table.id(row)), RecordSerdes.ITEM_ROW.encode(ItemRowCodec.record(image)));
      }
    }
    table.clearDirty();
    progress.log(now, changeLog);
  }
}
