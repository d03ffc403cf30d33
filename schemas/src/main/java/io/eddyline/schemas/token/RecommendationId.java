package io.eddyline.schemas.token;

import io.eddyline.schemas.error.FormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Names one answer, and with it the version and the arm that gave it, so that an event that comes
 * back with the id says whose merit it is.
 *
 * <p>Clients see url-safe Base64 without padding of
 *
 * <pre>
 *   +----------+----------+---------------------+-------------------+-------------+------------------+
 *   | format 1 | arm      | random              | version           | model       | CRC-32C of all   |
 *   | (1 byte) | (1 byte) | (8 bytes, big-end.) | (8 bytes, b.-e.)  | (ASCII)     | before (4, b.-e.)|
 *   +----------+----------+---------------------+-------------------+-------------+------------------+
 * </pre>
 *
 * <p>35 characters for a model with a name of four. The checksum finds what was cut or mistyped; it
 * proves no origin. An id has exactly one spelling.
 *
 * <p>Threading: immutable.
 *
 * @param version at least 1
 * @param random tells the answers of one version and arm apart
 */
public record RecommendationId(String model, long version, Arm arm, long random) {
  private static final Pattern MODEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");
  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 2 + 2 * Long.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int MAX_CHARS = 128;

  public RecommendationId {
    if (!MODEL.matcher(model).matches() || version < 1) {
      throw new IllegalArgumentException(
          "model \"%s\" version %d: expected 1 to 64 of a-z A-Z 0-9 _ - and at least 1"
              .formatted(model, version));
    }
  }

  /** The id as clients see it. */
  public String encode() {
    byte[] name = model.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + name.length + CHECKSUM_BYTES);
    bytes.put(FORMAT).put(arm.number()).putLong(random).putLong(version).put(name);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The id that {@link #encode} spelled.
   *
   * @throws FormatException if {@code text} is anything else
   */
  public static RecommendationId decode(String text) {
    RecommendationId id = parse(text);
    if (id == null) {
      throw new FormatException("not an id of a recommendation");
    }
    return id;
  }

  /** The id that {@link #encode} spelled; null for anything else. */
  public static @Nullable RecommendationId parse(String text) {
    if (text.length() > MAX_CHARS) {
      return null;
    }
    try {
      RecommendationId id = of(Base64.getUrlDecoder().decode(text));
      return id != null && id.encode().equals(text) ? id : null;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return null;
    }
  }

  private static @Nullable RecommendationId of(byte[] encoded) {
    int bodyBytes = encoded.length - CHECKSUM_BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    if (bodyBytes <= FIXED_BYTES || bytes.getInt(bodyBytes) != checksum(encoded, bodyBytes)) {
      return null;
    }
    byte format = bytes.get();
    Arm arm = Arm.of(bytes.get());
    if (format != FORMAT || arm == null) {
      return null;
    }
    long random = bytes.getLong();
    long version = bytes.getLong();
    String model =
        new String(encoded, FIXED_BYTES, bodyBytes - FIXED_BYTES, StandardCharsets.US_ASCII);
    return new RecommendationId(model, version, arm, random);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
