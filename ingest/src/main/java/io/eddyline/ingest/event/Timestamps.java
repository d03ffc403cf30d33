package io.eddyline.ingest.event;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Points in time as producers write them. */
public final class Timestamps {
  /** The last millisecond of the year 9999, where RFC 3339 ends. */
  public static final long MAX_MS = 253_402_300_799_999L;

  /** What {@link #parseRfc3339} answers for a text that is not RFC 3339. */
  public static final long INVALID = Long.MIN_VALUE;

  /** {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME} also knows shorter and longer spellings. */
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private Timestamps() {}

  /** Milliseconds since the epoch, a fraction of one cut off; or {@link #INVALID}. */
  public static long parseRfc3339(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return INVALID;
    }
    try {
      return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException e) {
      return INVALID;
    }
  }
}
