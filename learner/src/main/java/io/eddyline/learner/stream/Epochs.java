package io.eddyline.learner.stream;

/**
 * Epochs of a task, the first part of every version of its rows.
 *
 * <p>The log knows the epoch of the last start that committed anything. One that died before could
 * have sent rows ahead of its commit all the same; a count alone would give the next start the same
 * epoch, and its rows would pass for older than those. So an epoch is never below the time of its
 * start.
 */
final class Epochs {
  private Epochs() {}

  /**
   * The epoch of a start.
   *
   * @param logged the highest in the log, 0 if there is none
   * @param nowMs milliseconds since 1970
   */
  static long next(long logged, long nowMs) {
    return Math.max(logged + 1, nowMs);
  }
}
