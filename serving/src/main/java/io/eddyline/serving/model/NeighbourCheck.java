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
 * Looks at every neighbour of a version: the graph fails on a row out of range only when a query
 * comes upon it, which the probes need not.
 *
 * <p>Threading: stateless.
 */
final class NeighbourCheck {
  private static final ValueLayout.OfInt ROW =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat AFFINITY =
      ValueLayout.JAVA_FLOAT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int PAIRS_A_PIECE = 1 << 18;

  private NeighbourCheck() {}

  /**
   * Reads both tables once; their sizes are those that the manifest demands.
   *
   * @throws FormatException naming the first row out of range or affinity that is not finite and at
   *     least 0
   */
  static void require(StoredSnapshot snapshot, LoadPace pace) throws IOException {
    Manifest manifest = snapshot.manifest();
    int items = manifest.counts().items();
    long count = (long) manifest.neighbourCount() * items;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = snapshot.segment(SnapshotFiles.NEIGHBOURS, arena);
      MemorySegment affinities = snapshot.segment(SnapshotFiles.AFFINITIES, arena);
      for (long at = 0; at < count; at++) {
        if (at % PAIRS_A_PIECE == 0) {
          pace.pause();
        }
        int row = rows.getAtIndex(ROW, at);
        float affinity = affinities.getAtIndex(AFFINITY, at);
        if (row < 0 || row >= items || !(affinity >= 0 && affinity < Float.POSITIVE_INFINITY)) {
          throw new FormatException(
              "%s and %s: item row %d has neighbour row %d with affinity %s, expected a row of 0 to %d with 0 or more"
                  .formatted(
                      SnapshotFiles.NEIGHBOURS,
                      SnapshotFiles.AFFINITIES,
                      at / manifest.neighbourCount(),
                      row,
                      affinity,
                      items - 1));
        }
      }
    }
  }
}
