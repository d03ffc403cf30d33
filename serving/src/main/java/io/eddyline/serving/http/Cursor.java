package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: the place behind a page, in the version that answered it.
 *
 * <p>Clients see url-safe Base64 without padding of
 *
 * <pre>
 *   +----------+--------+-----------+-------------+----------+---------+-------------+
 *   | format 1 | offset | digest of | version     | seed     | model   | CRC-32C of  |
 *   | (1 byte) | (4)    | request(4)| (8)         | (8)      | (ASCII) | all before  |
 *   +----------+--------+-----------+-------------+----------+---------+-------------+
 * </pre>
 *
 * <p>The checksum finds what was altered by accident and proves no origin: whoever makes a cursor
 * up gets a page that asking with an offset gives as well.
 *
 * <p>Threading: immutable.
 *
 * @param offset items before the next page
 * @param seed of the list's noise, 0 without
 * @param digest CRC-32C of the request without its page
 */
record Cursor(String model, long version, int offset, long seed, int digest) {
  private static final byte FORMAT = 1;
  private static final int FIXED_BYTES = 1 + 2 * Integer.BYTES + 2 * Long.BYTES;
  private static final int MAX_CHARS = 200;

  /** Where the list goes on behind an answer; null if it has ended. */
  static @Nullable Cursor after(Asked asked, Recommendation answer) {
    Page page = asked.request().page();
    boolean ended = answer.fallback() != null && answer.items().isEmpty();
    if (ended || answer.items().size() < page.limit() || page.end() > Limits.MAX_OFFSET) {
      return null;
    }
    return new Cursor(
        answer.source().model(),
        answer.source().version(),
        page.end(),
        asked.request().ordering().reranking().seed(),
        asked.digest());
  }

  /** Digest of a request's text. */
  static int digest(String request) {
    byte[] text = request.getBytes(StandardCharsets.UTF_8);
    return checksum(text, text.length);
  }

  String encode() {
    byte[] name = model.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + name.length + Integer.BYTES);
    bytes.put(FORMAT).putInt(offset).putInt(digest).putLong(version).putLong(seed).put(name);
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * The cursor that {@link #encode} spelled for a request.
   *
   * @throws ProblemException if it is none, or another request's
   */
  static Cursor decode(String text, int digest) {
    Cursor cursor = text.length() > MAX_CHARS ? null : parse(text);
    if (cursor == null || !cursor.encode().equals(text)) {
      throw new ProblemException(Problem.invalidCursor("next is not a cursor of this API"));
    }
    if (cursor.digest != digest) {
      throw new ProblemException(
          Problem.invalidCursor("next was given for another request than this one"));
    }
    return cursor;
  }

  private static @Nullable Cursor parse(String text) {
    byte[] encoded;
    try {
      encoded = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    int bodyBytes = encoded.length - Integer.BYTES;
    if (bodyBytes <= FIXED_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    if (bytes.getInt(bodyBytes) != checksum(encoded, bodyBytes) || bytes.get() != FORMAT) {
      return null;
    }
    int offset = bytes.getInt();
    int digest = bytes.getInt();
    long version = bytes.getLong();
    long seed = bytes.getLong();
    String model =
        new String(encoded, FIXED_BYTES, bodyBytes - FIXED_BYTES, StandardCharsets.US_ASCII);
    boolean sound = offset >= 0 && offset <= Limits.MAX_OFFSET && version > 0;
    return sound ? new Cursor(model, version, offset, seed, digest) : null;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
