package io.eddyline.learner.stream;

import io.eddyline.learner.train.Ranking;

/**
 * Quality of one task's rankings: each event is ranked first and trained second.
 *
 * <p>Recall@10 and NDCG@10 over all ranked events since the task started, and over the recent ones,
 * as an exponential average with a memory of {@value #RECENT_EVENTS} ranked events.
 *
 * <p>Threading: {@link #add} on the task's thread; {@link #reading} from any, an immutable snapshot
 * published by a volatile write.
 */
final class PrequentialQuality {
  /** Ranked events that the recent window remembers. */
  static final int RECENT_EVENTS = 1000;

  private static final double DECAY = 1 - 1.0 / RECENT_EVENTS;

  /**
   * Sums, so that readings of several tasks can be added.
   *
   * @param ranked events ranked since the start
   * @param recall sum of hits at 10
   * @param ndcg sum of gains at 10
   * @param recentWeight sum of the recent window's weights
   */
  record Reading(
      double ranked,
      double recall,
      double ndcg,
      double recentWeight,
      double recentRecall,
      double recentNdcg) {
    static final Reading NONE = new Reading(0, 0, 0, 0, 0, 0);

    Reading plus(Reading other) {
      return new Reading(
          ranked + other.ranked,
          recall + other.recall,
          ndcg + other.ndcg,
          recentWeight + other.recentWeight,
          recentRecall + other.recentRecall,
          recentNdcg + other.recentNdcg);
    }

    double meanRecall() {
      return ranked == 0 ? 0 : recall / ranked;
    }

    double meanNdcg() {
      return ranked == 0 ? 0 : ndcg / ranked;
    }

    double recentMeanRecall() {
      return recentWeight == 0 ? 0 : recentRecall / recentWeight;
    }

    double recentMeanNdcg() {
      return recentWeight == 0 ? 0 : recentNdcg / recentWeight;
    }
  }

  private volatile Reading reading = Reading.NONE;

  /**
   * Counts a ranked event.
   *
   * @param rank of the event's item, from 0; infinite for a miss
   */
  void add(double rank) {
    double hit = Ranking.recall(rank);
    double gain = Ranking.ndcg(rank);
    Reading last = reading;
    reading =
        new Reading(
            last.ranked + 1,
            last.recall + hit,
            last.ndcg + gain,
            last.recentWeight * DECAY + 1,
            last.recentRecall * DECAY + hit,
            last.recentNdcg * DECAY + gain);
  }

  Reading reading() {
    return reading;
  }
}
