package io.eddyline.learner.stream;

/**
 * Chooses the events that are ranked: every n-th, as long as ranking has taken no more than its
 * share of the time.
 *
 * <p>Time beyond {@link #MEMORY_NS} ago is forgotten by halves, so that a quiet night does not save
 * up for a busy morning.
 *
 * <p>Threading: one thread, the task's.
 */
final class RankBudget {
  private static final long MEMORY_NS = 10_000_000_000L;

  private final int every;
  private final double share;
  private long events;
  private long sinceNs;
  private long spentNs;
  private boolean started;

  /**
   * @param every one event in so many is a candidate
   * @param share most of the time that ranking may take, 0 to 1; at 0 nothing is ranked
   */
  RankBudget(int every, double share) {
    this.every = every;
    this.share = share;
  }

  /** Whether the event that comes now is ranked. */
  boolean admits(long nowNs) {
    if (!started) {
      started = true;
      sinceNs = nowNs;
    }
    if (events++ % every != 0) {
      return false;
    }
    if (nowNs - sinceNs > MEMORY_NS) {
      sinceNs += (nowNs - sinceNs) / 2;
      spentNs /= 2;
    }
    return share > 0 && spentNs <= share * (nowNs - sinceNs);
  }

  /** Ranking took this long. */
  void spent(long durationNs) {
    spentNs += durationNs;
  }
}
