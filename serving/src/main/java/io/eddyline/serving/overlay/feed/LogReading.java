package io.eddyline.serving.overlay.feed;

import java.util.concurrent.TimeUnit;

/**
 * The reading of a partition's log that is under way, if any; one that failed is due again after a
 * pause.
 *
 * <pre>
 *            begin                  end
 *   NONE ------------> UNDER WAY --------> NONE
 *                       ^     | fail
 *                 begin |     v
 *                      FAILED, due after {@link #PAUSE_NS}
 * </pre>
 *
 * <p>Threading: the overlay agent.
 */
final class LogReading {
  static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long NONE = 0;

  private final RowPartition partition;
  private final RowLog log;
  private long number = NONE;
  private long last;
  private long sinceNs;
  private boolean hasFailed;
  private long failedNs;

  LogReading(RowPartition partition, RowLog log) {
    this.partition = partition;
    this.log = log;
  }

  /** Reads from an offset on, anew if a reading is under way. */
  void begin(long offset, long nowNs) {
    number = ++last;
    sinceNs = nowNs;
    hasFailed = false;
    log.read(partition, offset, number);
  }

  /** Whether a piece is of the reading that is under way. */
  boolean brought(LogPiece piece) {
    return isUnderWay() && piece.reading() == number;
  }

  boolean isUnderWay() {
    return number != NONE;
  }

  /** Nothing more is read; pieces that are on their way are not of it any more. */
  void end() {
    number = NONE;
    log.stop(partition);
  }

  /** What it brings cannot be used: it ends, and is due once more. */
  void fail(long nowNs) {
    end();
    hasFailed = true;
    failedNs = nowNs;
  }

  /** Whether one failed and the pause is over. */
  boolean isDue(long nowNs) {
    return hasFailed && nowNs - failedNs >= PAUSE_NS;
  }

  /** Time since it began. */
  long durationNs(long nowNs) {
    return nowNs - sinceNs;
  }
}
