package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.FormatException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ids of a table's rows, in row order, as a file.
 *
 * <pre>
 *   0      4         8         8 + 4 (n + 1)
 *   +------+---------+---------+---------------------------+
 *   | EDVC | n int32 | n + 1 byte offsets int32 | UTF-8 ... |
 *   +------+---------+---------+---------------------------+
 * </pre>
 *
 * <p>Threading: immutable.
 */
public final class Vocabulary {
  private static final int MAGIC = 'E' | 'D' << 8 | 'V' << 16 | 'C' << 24;
  private static final int HEADER_BYTES = 8;
  private static final char LAST_ASCII = 0x7F;

  private final ByteBuffer bytes;
  private final int size;

  private Vocabulary(ByteBuffer bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  /** Writes {@code ids} to {@code out}, which stays open. */
  public static void write(List<String> ids, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(Integer.reverseBytes(MAGIC));
    data.writeInt(Integer.reverseBytes(ids.size()));
    byte[][] encoded = new byte[ids.size()][];
    long offset = 0;
    data.writeInt(0);
    for (int row = 0; row < encoded.length; row++) {
      encoded[row] = ids.get(row).getBytes(StandardCharsets.UTF_8);
      offset += encoded[row].length;
      data.writeInt(Integer.reverseBytes(Math.toIntExact(offset)));
    }
    for (byte[] id : encoded) {
      data.write(id);
    }
    data.flush();
  }

  /**
   * Lays a vocabulary over a mapped file; nothing is copied.
   *
   * @throws FormatException if the bytes are not one
   */
  public static Vocabulary over(ByteBuffer file) {
    ByteBuffer bytes = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int limit = bytes.limit();
    if (limit < HEADER_BYTES || bytes.getInt(0) != MAGIC) {
      throw new FormatException("vocabulary of %d bytes without its magic number".formatted(limit));
    }
    int size = bytes.getInt(4);
    long data = HEADER_BYTES + 4L * (size + 1L);
    if (size < 0 || data > limit) {
      throw new FormatException("vocabulary of %d ids in %d bytes".formatted(size, limit));
    }
    int previous = 0;
    for (int row = 0; row <= size; row++) {
      int offset = bytes.getInt(HEADER_BYTES + 4 * row);
      if (offset < previous || data + offset > limit || (row == 0 && offset != 0)) {
        throw new FormatException(
            "vocabulary offset %d of row %d is not sound".formatted(offset, row));
      }
      int length = offset - previous;
      if (row > 0 && (length < 1 || length > Identifiers.MAX_BYTES)) {
        throw new FormatException(
            "vocabulary's id of row %d has %d bytes, expected 1 to %d"
                .formatted(row - 1, length, Identifiers.MAX_BYTES));
      }
      previous = offset;
    }
    if (data + previous != limit) {
      throw new FormatException(
          "vocabulary ends at %d, the file at %d".formatted(data + previous, limit));
    }
    return new Vocabulary(bytes, size);
  }

  public int size() {
    return size;
  }

  /** The rows of those of some ids that are there. One pass over all rows. */
  public Map<String, Integer> rows(Set<String> wanted) {
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < size && rows.size() < wanted.size(); row++) {
      String id = id(row);
      if (wanted.contains(id)) {
        rows.putIfAbsent(id, row);
      }
    }
    return rows;
  }

  /** The id of a row. */
  public String id(int row) {
    requireRow(row);
    int start = start(row);
    byte[] id = new byte[start(row + 1) - start];
    bytes.get(start, id);
    return new String(id, StandardCharsets.UTF_8);
  }

  /** Whether a row's id is this one; without making a string of it if this one is ASCII. */
  public boolean is(int row, String id) {
    requireRow(row);
    int start = start(row);
    if (start(row + 1) - start < id.length()) {
      return false; // a character is a byte at least
    }
    for (int at = 0; at < id.length(); at++) {
      char character = id.charAt(at);
      if (character > LAST_ASCII) {
        return id(row).equals(id);
      }
      if (bytes.get(start + at) != character) {
        return false;
      }
    }
    return start(row + 1) - start == id.length();
  }

  private void requireRow(int row) {
    if (row < 0 || row >= size) {
      throw new IllegalArgumentException("row %d of %d".formatted(row, size));
    }
  }

  /* Where a row's bytes begin, those of the one before end. */
  private int start(int row) {
    return HEADER_BYTES + 4 * (size + 1) + bytes.getInt(HEADER_BYTES + 4 * row);
  }
}
