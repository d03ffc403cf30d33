package io.eddyline.schemas;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What an id of a user, item, event or session may be: 1 to 256 bytes of UTF-8, any characters. */
public final class Identifiers {
  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_BYTES = 256;

  private Identifiers() {}

  /**
   * What is wrong with an id.
   *
   * @return a phrase such as {@code "is 300 bytes long, expected 1 to 256"}, or null if it is sound
   */
  public static @Nullable String fault(String id) {
    int bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id)).remaining();
    } catch (CharacterCodingException e) {
      return "is not valid Unicode (an unpaired surrogate)";
    }
    return bytes >= 1 && bytes <= MAX_BYTES
        ? null
        : "is %d bytes long, expected 1 to %d".formatted(bytes, MAX_BYTES);
  }
}
