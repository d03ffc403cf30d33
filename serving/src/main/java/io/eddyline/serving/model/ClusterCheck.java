package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Looks at where a clustered version's items stand: each in one slot, the one that its position
 * names, and nothing else in any. Otherwise an item would never be found, or found twice.
 *
 * <p>Threading: stateless.
 */
final class ClusterCheck {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int EMPTY = -1;
  private static final int VALUES_A_PIECE = 1 << 18;

  private ClusterCheck() {}

  /**
   * Reads both tables once; their sizes are those that the manifest demands. Nothing is read of a
   * version without clusters.
   *
   * @throws FormatException naming the first slot or item that is wrong
   */
  static void require(StoredSnapshot snapshot, LoadPace pace) throws IOException {
    Manifest.Retrieval clusters = snapshot.manifest().retrieval();
    if (clusters == null) {
      return;
    }
    int items = snapshot.manifest().counts().items();
    long slots = (long) clusters.clusters() * clusters.slots();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = snapshot.segment(SnapshotFiles.CLUSTER_ROWS, arena);
      MemorySegment positions = snapshot.segment(SnapshotFiles.ITEM_POSITIONS, arena);
      int filled = 0;
      for (long slot = 0; slot < slots; slot++) {
        if (slot % VALUES_A_PIECE == 0) {
          pace.pause();
        }
        int row = rows.getAtIndex(INT, slot);
        if (row == EMPTY) {
          continue;
        }
        if (row < 0 || row >= items || positions.getAtIndex(INT, row) != slot) {
          throw new FormatException(
              "%s: slot %d holds item row %d, whose position in %s is another"
                  .formatted(SnapshotFiles.CLUSTER_ROWS, slot, row, SnapshotFiles.ITEM_POSITIONS));
        }
        filled++;
      }
      if (filled != items) {
        throw new FormatException(
            "%s: %d slots are filled, expected one for each of %d items"
                .formatted(SnapshotFiles.CLUSTER_ROWS, filled, items));
      }
    }
  }
}
