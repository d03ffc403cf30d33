package io.eddyline.learner.snapshot.build;

import com.google.protobuf.ByteString;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * A process of its own that fills the snapshot builder's mirror with one kind of row and prints how
 * many bytes of heap each takes.
 */
final class MirrorScale {
  static final int ROWS = 300_000;
  static final int DIMENSION = 4;
  static final int HISTORY = 4;
  static final int NEIGHBOURS = 16;

  private static final ByteString VECTOR = vector();

  private MirrorScale() {}

  /** Prints the bytes of a row of users or of items, as the first argument says. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    RowMirror mirror = new RowMirror(DIMENSION, new RecentUsers(100, new Generator(1)));
    out.println(args[0].equals("users") ? users(mirror) : items(mirror));
  }

  private static double users(RowMirror mirror) {
    for (int k = 0; k < HISTORY; k++) {
      mirror.items().number(id(k));
    }
    return bytesPerRow(
        mirror,
        k -> {
          UserRow.Builder row =
              UserRow.newBuilder().setVector(VECTOR).addSeenTail(id(0)).addSeenTail(id(1));
          for (int item = 0; item < HISTORY; item++) {
            row.addHistory(HistoryEntry.newBuilder().setItemId(id(item)).setWeight(1));
          }
          mirror.applyUserRecord(0, RowKeys.row(id(k)), RecordSerdes.USER_ROW.encode(row.build()));
        });
  }

  private static double items(RowMirror mirror) {
    return bytesPerRow(
        mirror,
        k -> {
          ItemRow.Builder row =
              ItemRow.newBuilder().setVector(VECTOR).setMomentum(VECTOR).setContext(VECTOR);
          for (int other = 1; other <= NEIGHBOURS; other++) {
            row.addNeighbourIds(id(Math.max(0, k - other))).addNeighbourCounts(1);
          }
          mirror.applyItemRecord(0, RowKeys.row(id(k)), RecordSerdes.ITEM_ROW.encode(row.build()));
        });
  }

  private static double bytesPerRow(RowMirror mirror, IntConsumer add) {
    long before = usedBytes();
    for (int k = 0; k < ROWS; k++) {
      add.accept(k);
    }
    long after = usedBytes();
    if (mirror.hashCode() == 0) {
      throw new IllegalStateException("in use up to here");
    }
    return (after - before) / (double) ROWS;
  }

  private static long usedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static ByteString vector() {
    float[] vector = new float[DIMENSION];
    vector[0] = 1;
    return Vectors.encode(vector, 0, DIMENSION);
  }

  private static String id(int k) {
    return "id-" + (10_000_000 + k);
  }
}
