package io.eddyline.learner.delta;

import java.util.Arrays;

/**
 * An id in UTF-8, without garbage: {@code String.getBytes} makes an array each time, and a user's
 * row names a hundred items.
 *
 * <p>Gives the bytes that {@code String.getBytes(UTF_8)} gives, also for a surrogate that stands
 * alone, which becomes a question mark.
 *
 * <p>Threading: one thread.
 */
final class IdText {
  private static final int MOST_BYTES = 256;
  private static final int MOST_BYTES_A_CHAR = 3;

  private byte[] bytes = new byte[MOST_BYTES];
  private int length;

  /** Sets the text; {@link #bytes} and {@link #length} are then of it. */
  IdText set(String id) {
    int chars = id.length();
    if (MOST_BYTES_A_CHAR * chars > bytes.length) {
      bytes = Arrays.copyOf(bytes, MOST_BYTES_A_CHAR * chars);
    }
    int at = 0;
    while (at < chars && id.charAt(at) < 0x80) {
      bytes[at] = (byte) id.charAt(at);
      at++;
    }
    length = at;
    while (at < chars) {
      int point = id.codePointAt(at);
      append(point);
      at += Character.charCount(point);
    }
    return this;
  }

  private void append(int point) {
    if (point < 0x80) {
      bytes[length++] = (byte) point;
    } else if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | point >> 6);
      bytes[length++] = continuation(point);
    } else if (point < 0x10000) {
      if (Character.isSurrogate((char) point)) {
        bytes[length++] = '?';
        return;
      }
      bytes[length++] = (byte) (0xE0 | point >> 12);
      bytes[length++] = continuation(point >> 6);
      bytes[length++] = continuation(point);
    } else {
      bytes[length++] = (byte) (0xF0 | point >> 18);
      bytes[length++] = continuation(point >> 12);
      bytes[length++] = continuation(point >> 6);
      bytes[length++] = continuation(point);
    }
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** The text from index 0 on; behind {@link #length} anything. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether the delta stream can carry it: ids have 1 to 256 bytes. */
  boolean isSound() {
    return length <= MOST_BYTES;
  }
}
