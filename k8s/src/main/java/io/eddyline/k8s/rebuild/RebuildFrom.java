package io.eddyline.k8s.rebuild;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * The moment from which the log is trained again.
 *
 * @param text as the operator gave it
 * @param timestampMs milliseconds since the epoch; empty for all that the log still holds
 */
public record RebuildFrom(String text, OptionalLong timestampMs) {
  private static final String EARLIEST = "earliest";

  /**
   * Reads {@code earliest}, a time in RFC 3339, or epoch milliseconds.
   *
   * @throws IllegalArgumentException if it is neither, or later than {@code now}
   */
  public static RebuildFrom parse(String text, Instant now) {
    if (text.equals(EARLIEST)) {
      return new RebuildFrom(text, OptionalLong.empty());
    }
    long timestampMs = timestampMs(text);
    if (timestampMs > now.toEpochMilli()) {
      throw new IllegalArgumentException(
          "--rebuild-from %s is in the future, now is %s".formatted(text, now));
    }
    return new RebuildFrom(text, OptionalLong.of(timestampMs));
  }

  private static long timestampMs(String text) {
    try {
      return text.chars().allMatch(Character::isDigit)
          ? Long.parseLong(text)
          : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "--rebuild-from \"%s\": expected earliest, a time such as 2026-03-01T00:00:00Z, or epoch"
                  .formatted(text)
              + " milliseconds",
          e);
    }
  }
}
