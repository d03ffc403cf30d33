package io.eddyline.ingest.replay;

/**
 * Times for events that have none, a second apart on average from the epoch on, the same at every
 * reading.
 *
 * <pre>
 *   spread     a user's k-th of n events at (k + f) / n of the stream      f: in [0, 1), of the user
 *   shuffled   an event anywhere                                           of its place in the files
 * </pre>
 *
 * Spread events keep each user's order, and every user goes through the whole stream: no user comes
 * after all others, and the last events of users are not one block at its end. The f of the users
 * are hashes, so that users with equally many events do not go in step.
 *
 * <p>Threading: stateless.
 */
enum ClocklessOrder {
  /** The events have times. */
  NONE,
  SPREAD,
  SHUFFLED;

  private static final long MS_PER_EVENT = 1000;
  private static final double UNIT = 0x1.0p-53;

  void assign(EventColumns columns, int userCount) {
    switch (this) {
      case NONE -> {}
      case SPREAD -> spread(columns, userCount);
      case SHUFFLED -> {
        for (int row = 0; row < columns.size(); row++) {
          columns.timestampMs(row, timeMs(uniform(row), columns.size()));
        }
      }
    }
  }

  private static void spread(EventColumns columns, int userCount) {
    int[] counts = new int[userCount];
    for (int row = 0; row < columns.size(); row++) {
      counts[columns.user(row)]++;
    }
    int[] done = new int[userCount];
    for (int row = 0; row < columns.size(); row++) {
      int user = columns.user(row);
      double part = (done[user]++ + uniform(user)) / counts[user];
      columns.timestampMs(row, timeMs(part, columns.size()));
    }
  }

  private static long timeMs(double part, int size) {
    return (long) (part * size * MS_PER_EVENT);
  }

  /* The finalizer of SplitMix64 (Steele, Lea, Flood 2014) of a number, as a share of 1. */
  private static double uniform(long number) {
    long z = (number + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * UNIT;
  }
}
