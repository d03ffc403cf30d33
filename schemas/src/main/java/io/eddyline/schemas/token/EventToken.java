package io.eddyline.schemas.token;

import io.eddyline.schemas.error.FormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * How far a client's events reach: the highest offset that it wrote in each partition of {@code
 * events}.
 *
 * <p>Clients see url-safe Base64 without padding of
 *
 * <pre>
 *   +-----------+---------------+------------------------------------------+-------------------+
 *   | version 1 | count, varint | count times: partition gap, offset (two  | CRC-32C of all    |
 *   |  (1 byte) |               | varints); partitions ascend              | before (4, big-e.)|
 *   +-----------+---------------+------------------------------------------+-------------------+
 * </pre>
 *
 * <p>The gap is the partition minus the one before, minus 1; the first counts from -1. A token has
 * exactly one spelling.
 *
 * <p>Threading: immutable.
 *
 * @param offsets partition to the highest offset written there
 */
public record EventToken(SortedMap<Integer, Long> offsets) {
  /** The most partitions in a token, as many as a topic may have. */
  public static final int MAX_PARTITIONS = 4096;

  private static final byte VERSION = 1;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int MAX_VARINT_BYTES = 9;
  private static final int MAX_CHARS = 64 * 1024;

  public EventToken {
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    if (offsets.size() > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "token of %d partitions, expected at most %d".formatted(offsets.size(), MAX_PARTITIONS));
    }
    offsets.forEach(
        (partition, offset) -> {
          if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                "offset %d of partition %d: neither may be negative".formatted(offset, partition));
          }
        });
  }

  /** The token as clients see it. */
  public String encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(
            1 + MAX_VARINT_BYTES + offsets.size() * 2 * MAX_VARINT_BYTES + CHECKSUM_BYTES);
    bytes.put(VERSION);
    putVarint(bytes, offsets.size());
    int previous = -1;
    for (Map.Entry<Integer, Long> entry : offsets.entrySet()) {
      putVarint(bytes, entry.getKey() - previous - 1);
      putVarint(bytes, entry.getValue());
      previous = entry.getKey();
    }
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    byte[] exact = new byte[bytes.position()];
    bytes.flip().get(exact);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
  }

  /**
   * The token that {@link #encode} spelled.
   *
   * @throws FormatException if {@code text} is anything else
   */
  public static EventToken decode(String text) {
    if (text.length() > MAX_CHARS) {
      throw new FormatException(
          "token of %d characters, expected at most %d".formatted(text.length(), MAX_CHARS));
    }
    EventToken token;
    try {
      token = decode(Base64.getUrlDecoder().decode(text));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw new FormatException("not a token: " + e.getMessage(), e);
    }
    if (!token.encode().equals(text)) {
      throw new FormatException("not a token: another spelling than its own");
    }
    return token;
  }

  private static EventToken decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    int bodyBytes = encoded.length - CHECKSUM_BYTES;
    if (bodyBytes < 2) {
      throw new FormatException("token of %d bytes is too short".formatted(encoded.length));
    }
    if (bytes.getInt(bodyBytes) != checksum(encoded, bodyBytes)) {
      throw new FormatException("token with a wrong checksum");
    }
    bytes.limit(bodyBytes);
    byte version = bytes.get();
    if (version != VERSION) {
      throw new FormatException("token version %d, expected %d".formatted(version, VERSION));
    }
    long count = varint(bytes);
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    long partition = -1;
    for (long i = 0; i < count; i++) {
      partition += varint(bytes) + 1;
      if (partition < 0 || partition > Integer.MAX_VALUE) {
        throw new FormatException("token with partition " + partition);
      }
      offsets.put((int) partition, varint(bytes));
    }
    return new EventToken(offsets);
  }

  private static void putVarint(ByteBuffer bytes, long value) {
    long rest = value;
    while (rest > 0x7F) {
      bytes.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    bytes.put((byte) rest);
  }

  /** At most nine bytes of seven bits, so never negative. */
  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int i = 0; i < MAX_VARINT_BYTES; i++) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new FormatException("token with a number of more than 63 bits");
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
