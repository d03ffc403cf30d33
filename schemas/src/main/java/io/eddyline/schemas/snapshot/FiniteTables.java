package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
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
  private static final ValueLayout.OfInt BITS =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  /* All ones in the exponent say infinity or NaN (IEEE 754 binary32). */
  private static final int EXPONENT = 0x7f800000;

  private static final int VALUES_A_PIECE = 1 << 18;

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
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment table = snapshot.segment(name, arena);
        long count = table.byteSize() / Float.BYTES;
        for (long at = 0; at < count; at++) {
          if (at % VALUES_A_PIECE == 0) {
            between.run();
          }
          int bits = table.getAtIndex(BITS, at);
          if ((bits & EXPONENT) == EXPONENT) {
            throw new FormatException(
                "%s: value %d is %s, expected a finite number"
                    .formatted(name, at, Float.intBitsToFloat(bits)));
          }
        }
      }
    }
  }
}
