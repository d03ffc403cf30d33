package io.eddyline.ingest.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids for events whose sender gave none, such that an event sent twice gets the same id whenever
 * that can be told.
 *
 * <p>Threading: stateless, any thread.
 */
public final class EventIds {
  /** 128 bits: collisions would drop an event, and do not happen by chance. */
  private static final int HASH_BYTES = 16;

  private static final ObjectWriter CANONICAL =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

  private EventIds() {}

  /**
   * The id of an event that came without one: of its content if that says when it happened, else of
   * its place in the request if the request can be told from others, else a new one.
   *
   * @param fields the event as sent
   * @param index of the event in its request
   */
  static String derive(
      JsonNode fields, boolean timestampGiven, @Nullable String idempotencyKey, int index) {
    if (timestampGiven) {
      return hash(canonical(fields));
    }
    return idempotencyKey == null
        ? UUID.randomUUID().toString()
        : hash((index + ":" + idempotencyKey).getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 of {@code content}, its first 16 bytes in hexadecimal. */
  public static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The same bytes for the same fields, whatever their order and spacing. */
  private static byte[] canonical(JsonNode fields) {
    try {
      return CANONICAL.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}
