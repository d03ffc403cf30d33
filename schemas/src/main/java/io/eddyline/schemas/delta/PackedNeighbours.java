package io.eddyline.schemas.delta;

import io.eddyline.schemas.error.FormatException;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An item's neighbours as one field of its row, since a message with strings gets no further group.
 *
 * <pre>
 *   +--------+-----------+------------+------+-----------+---- ...
 *   | number | count     | id's bytes | id   | count     |
 *   | uint8  | float32   | uint16     | UTF-8| ...       |          little-endian
 *   +--------+-----------+------------+------+-----------+---- ...
 * </pre>
 *
 * <p>No bytes at all: those that the row had before still hold.
 *
 * <p>Threading: one thread. Allocates nothing once the buffer has grown to the longest list.
 */
public final class PackedNeighbours {
  /** More than a list may have. */
  private static final int MOST = 0xFF;

  private static final int ENTRY_BYTES = Float.BYTES + Short.BYTES;
  private static final int FIRST_BYTES = 1 << 10;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FIRST_BYTES]);
  private int length;

  /** Begins an empty list. */
  public void begin() {
    buffer.putByte(0, (byte) 0);
    length = 1;
  }

  /**
   * Adds a neighbour.
   *
   * @param id holds the id's UTF-8 bytes in [0, idBytes)
   * @param idBytes at most 256
   */
  public void add(byte[] id, int idBytes, float count) {
    int number = (buffer.getByte(0) & MOST) + 1;
    if (number > MOST) {
      throw new IllegalStateException("more than %d neighbours".formatted(MOST));
    }
    reserve(length + ENTRY_BYTES + idBytes);
    buffer.putByte(0, (byte) number);
    buffer.putFloat(length, count, ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(length + Float.BYTES, (short) idBytes, ByteOrder.LITTLE_ENDIAN);
    buffer.putBytes(length + ENTRY_BYTES, id, 0, idBytes);
    length += ENTRY_BYTES + idBytes;
  }

  private void reserve(int bytes) {
    if (bytes > buffer.capacity()) {
      buffer.wrap(Arrays.copyOf(buffer.byteArray(), 2 * bytes));
    }
  }

  /** The list, from 0 to {@link #length}. */
  public byte[] bytes() {
    return buffer.byteArray();
  }

  public int length() {
    return length;
  }

  /** Takes the neighbours of a list, in its order. */
  public interface Reader {
    /**
     * Takes how many there are, before the first.
     *
     * @param number at least 0
     */
    void begin(int number);

    /**
     * Takes one.
     *
     * @param index from 0
     * @param from where the UTF-8 bytes of its id begin in the list's buffer
     */
    void read(int index, int from, int idBytes, float count);
  }

  /**
   * Goes through a list that is not empty.
   *
   * @throws FormatException if it is shorter or longer than it says
   */
  public static void read(DirectBuffer list, Reader reader) {
    int number = list.getByte(0) & MOST;
    reader.begin(number);
    int at = 1;
    for (int index = 0; index < number; index++) {
      require(list, at + ENTRY_BYTES);
      float count = list.getFloat(at, ByteOrder.LITTLE_ENDIAN);
      int idBytes = list.getShort(at + Float.BYTES, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
      at += ENTRY_BYTES;
      require(list, at + idBytes);
      reader.read(index, at, idBytes, count);
      at += idBytes;
    }
    if (at != list.capacity()) {
      throw new FormatException(
          "%d neighbours of a delta message in %d bytes, expected %d"
              .formatted(number, list.capacity(), at));
    }
  }

  private static void require(DirectBuffer list, int end) {
    if (end > list.capacity()) {
      throw new FormatException(
          "neighbours of a delta message end at byte %d, expected %d or more"
              .formatted(list.capacity(), end));
    }
  }
}
