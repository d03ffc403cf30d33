package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.TablePieces;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Looks at every neighbour of a version: the graph fails on a row out of range only when a query
 * comes upon it, which the probes need not.
 *
 * <p>Threading: stateless.
 */
final class NeighbourCheck {
  private NeighbourCheck() {}

  /**
   * Reads each table once; their sizes are those that the manifest demands.
   *
   * @throws FormatException naming the first row out of range, or affinity or count that is not
   *     finite and at least 0
   */
  static void require(StoredSnapshot snapshot, LoadPace pace) throws IOException {
    Manifest manifest = snapshot.manifest();
    TablePieces.read(
        snapshot,
        SnapshotFiles.NEIGHBOURS,
        pace::pause,
        (rows, first) -> requireRows(manifest, rows, first));
    TablePieces.read(
        snapshot,
        SnapshotFiles.AFFINITIES,
        pace::pause,
        (affinities, first) -> requireAffinities(manifest, affinities, first));
    if (manifest.files().containsKey(SnapshotFiles.COUNTS)) {
      TablePieces.read(
          snapshot,
          SnapshotFiles.COUNTS,
          Short.BYTES,
          pace::pause,
          (counts, first) -> requireCounts(manifest, counts, first));
    }
  }

  private static void requireCounts(Manifest manifest, ByteBuffer counts, long first) {
    for (int at = 0; at < counts.limit(); at += Short.BYTES) {
      float count = Float.float16ToFloat(counts.getShort(at));
      if (!(count >= 0 && count < Float.POSITIVE_INFINITY)) {
        throw new FormatException(
            "%s: item row %d has count %s, expected 0 or more"
                .formatted(
                    SnapshotFiles.COUNTS,
                    (first + at / Short.BYTES) / manifest.neighbourCount(),
                    count));
      }
    }
  }

  private static void requireRows(Manifest manifest, ByteBuffer rows, long first) {
    int items = manifest.counts().items();
    for (int at = 0; at < rows.limit(); at += Integer.BYTES) {
      int row = rows.getInt(at);
      if (row < 0 || row >= items) {
        throw new FormatException(
            "%s: item row %d has neighbour row %d, expected 0 to %d"
                .formatted(
                    SnapshotFiles.NEIGHBOURS,
                    (first + at / Integer.BYTES) / manifest.neighbourCount(),
                    row,
                    items - 1));
      }
    }
  }

  private static void requireAffinities(Manifest manifest, ByteBuffer affinities, long first) {
    for (int at = 0; at < affinities.limit(); at += Float.BYTES) {
      float affinity = affinities.getFloat(at);
      if (!(affinity >= 0 && affinity < Float.POSITIVE_INFINITY)) {
        throw new FormatException(
            "%s: item row %d has affinity %s, expected 0 or more"
                .formatted(
                    SnapshotFiles.AFFINITIES,
                    (first + at / Float.BYTES) / manifest.neighbourCount(),
                    affinity));
      }
    }
  }
}
