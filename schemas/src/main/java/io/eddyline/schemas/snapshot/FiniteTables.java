package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
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

  private FiniteTables() {}

  /**
   * Reads the tables once.
   *
   * @throws FormatException naming the first table and value that is not finite
   */
  public static void require(StoredSnapshot snapshot) throws IOException {
    for (String name : TABLES) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment table = snapshot.segment(name, arena);
        long count = table.byteSize() / Float.BYTES;
        for (long at = 0; at < count; at++) {
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
