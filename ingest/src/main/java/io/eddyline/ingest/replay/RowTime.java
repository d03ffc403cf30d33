package io.eddyline.ingest.replay;

import io.eddyline.ingest.event.Timestamps;

/** Points in time as data sets write them. Stateless. */
final class RowTime {
  /** What {@link #parseMs} answers for a text that is no time. */
  static final long INVALID = Long.MIN_VALUE;

  /** As seconds the year 5138, as milliseconds 1973: below it a number is in seconds. */
  private static final double MILLISECONDS_FROM = 1e11;

  private static final int SECOND_MS = 1000;

  private RowTime() {}

  /** Milliseconds since the epoch, of epoch seconds, epoch milliseconds or RFC 3339. */
  static long parseMs(String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      long parsed = Timestamps.parseRfc3339(text);
      return parsed == Timestamps.INVALID ? INVALID : parsed;
    }
    double ms = number < MILLISECONDS_FROM ? number * SECOND_MS : number;
    return ms >= 0 && ms <= Timestamps.MAX_MS ? (long) ms : INVALID;
  }
}
