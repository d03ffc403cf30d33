package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at every number of a version's float tables: one NaN or infinity would poison every score
 * that it touches.
 *
 * <p>Threading: stateless.
 */
public final class FiniteTables {
  private static final List<String> TABLES =
      List.of(
          SnapshotFiles.ITEMS,
          SnapshotFiles.HISTORY,
          SnapshotFiles.USERS,
          SnapshotFiles.POPULARITY,
          SnapshotFiles.TREND,
          SnapshotFiles.AFFINITIES);
  /* All ones in the exponent say infinity or NaN (IEEE 754 binary32). */
  private static final int EXPONENT = 0x7f800000;

  private FiniteTables() {}

  /** Reads the tables once, without a pause. */
  public static void require(StoredSnapshot snapshot) throws IOException {
    require(snapshot, () -> {});
  }

  /**
   * Reads the tables once.
   *
   * @param between runs between any two pieces, to rest or to throw
   * @throws FormatException naming the first table and value that is not finite
   */
  public static void require(StoredSnapshot snapshot, Runnable between) throws IOException {
    List<String> tables = new ArrayList<>(TABLES);
    if (snapshot.manifest().retrieval() != null) {
      tables.add(SnapshotFiles.CENTROIDS);
      tables.add(SnapshotFiles.CLUSTER_PRIORS);
    }
    for (String name : tables) {
      TablePieces.read(
          snapshot, name, between, (values, first) -> requireFinite(name, values, first));
    }
  }

  private static void requireFinite(String name, ByteBuffer values, long first) {
    for (int at = 0; at < values.limit(); at += Float.BYTES) {
      if ((values.getInt(at) & EXPONENT) == EXPONENT) {
        throw new FormatException(
            "%s: value %d is %s, expected a finite number"
                .formatted(name, first + at / Float.BYTES, values.getFloat(at)));
      }
    }
  }
}
