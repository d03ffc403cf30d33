package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Reads a table of values of one size once, from its first to its last, piece by piece.
 *
 * <p>It reads and does not map: to map and unmap takes the lock of the process's address space, and
 * a thread of low priority that is interrupted with it makes all others wait.
 *
 * <p>Threading: stateless.
 */
public final class TablePieces {
  private static final int PIECE_BYTES = 1 << 18;

  private TablePieces() {}

  /** Looks at values in their order. */
  @FunctionalInterface
  public interface Piece {
    /**
     * Looks at one piece.
     *
     * @param values little-endian, whole values; valid during the call
     * @param first index of the first of them in the table
     */
    void accept(ByteBuffer values, long first);
  }

  /**
   * Reads a table of 4-byte values.
   *
   * @param between runs before each piece, to rest or to throw
   */
  public static void read(StoredSnapshot snapshot, String name, Runnable between, Piece piece)
      throws IOException {
    read(snapshot, name, Integer.BYTES, between, piece);
  }

  /**
   * Reads a table.
   *
   * @param valueBytes of each value: 2 or 4
   * @param between runs before each piece, to rest or to throw
   */
  public static void read(
      StoredSnapshot snapshot, String name, int valueBytes, Runnable between, Piece piece)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel file = FileChannel.open(snapshot.file(name), StandardOpenOption.READ)) {
      long first = 0;
      boolean more = true;
      while (more) {
        between.run();
        buffer.clear();
        while (more && buffer.hasRemaining()) {
          more = file.read(buffer) >= 0;
        }
        buffer.flip();
        buffer.limit(buffer.limit() / valueBytes * valueBytes);
        piece.accept(buffer, first);
        first += buffer.limit() / valueBytes;
      }
    }
  }
}
