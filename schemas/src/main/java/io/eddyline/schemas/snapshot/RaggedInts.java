package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A list of int32 for each row, as a file.
 *
 * <pre>
 *   0      4         8         8 + 4 (n + 1)
 *   +------+---------+---------+---------------------------+
 *   | EDRI | n int32 | n + 1 value offsets int32 | values.. |
 *   +------+---------+---------+---------------------------+
 * </pre>
 *
 * <p>Threading: immutable.
 */
public final class RaggedInts {
  private static final int MAGIC = 'E' | 'D' << 8 | 'R' << 16 | 'I' << 24;
  private static final int HEADER_BYTES = 8;

  private final ByteBuffer bytes;
  private final int size;

  private RaggedInts(ByteBuffer bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  /** Writes one list a row to {@code out}, which stays open. */
  public static void write(List<int[]> lists, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(Integer.reverseBytes(MAGIC));
    data.writeInt(Integer.reverseBytes(lists.size()));
    data.writeInt(0);
    long offset = 0;
    for (int[] list : lists) {
      offset += list.length;
      data.writeInt(Integer.reverseBytes(Math.toIntExact(offset)));
    }
    for (int[] list : lists) {
      for (int value : list) {
        data.writeInt(Integer.reverseBytes(value));
      }
    }
    data.flush();
  }

  /**
   * Lays the lists over a mapped file; nothing is copied.
   *
   * @param bound every value must be in [0, bound)
   * @throws FormatException if the bytes are not sound
   */
  public static RaggedInts over(ByteBuffer file, int bound) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int limit = bytes.limit();
    if (limit < HEADER_BYTES || bytes.getInt(0) != MAGIC) {
      throw new FormatException(
          "ragged list of %d bytes without its magic number".formatted(limit));
    }
    int size = bytes.getInt(4);
    long data = HEADER_BYTES + 4L * (size + 1L);
    if (size < 0 || data > limit) {
      throw new FormatException("ragged list of %d rows in %d bytes".formatted(size, limit));
    }
    int previous = 0;
    for (int row = 0; row <= size; row++) {
      int offset = bytes.getInt(HEADER_BYTES + 4 * row);
      if (offset < previous || data + 4L * offset > limit || (row == 0 && offset != 0)) {
        throw new FormatException(
            "ragged list's offset %d of row %d is not sound".formatted(offset, row));
      }
      previous = offset;
    }
    if (data + 4L * previous != limit) {
      throw new FormatException(
          "ragged list ends at %d, the file at %d".formatted(data + 4L * previous, limit));
    }
    for (int at = (int) data; at < limit; at += 4) {
      int value = bytes.getInt(at);
      if (value < 0 || value >= bound) {
        throw new FormatException(
            "ragged list holds %d, expected 0 to %d".formatted(value, bound - 1));
      }
    }
    return new RaggedInts(bytes, size);
  }

  public int size() {
    return size;
  }

  /** Length of a row's list. */
  public int length(int row) {
    return end(row) - start(row);
  }

  /** A copy of a row's list. */
  public int[] list(int row) {
    int[] values = new int[length(row)];
    bytes
        .slice(HEADER_BYTES + 4 * (size + 1) + 4 * start(row), 4 * values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(values);
    return values;
  }

  private int start(int row) {
    if (row < 0 || row >= size) {
      throw new IllegalArgumentException("row %d of %d".formatted(row, size));
    }
    return bytes.getInt(HEADER_BYTES + 4 * row);
  }

  private int end(int row) {
    return bytes.getInt(HEADER_BYTES + 4 * (row + 1));
  }
}
