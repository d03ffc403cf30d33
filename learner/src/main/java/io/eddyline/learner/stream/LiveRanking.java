package io.eddyline.learner.stream;

import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.Ranker;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.function.LongSupplier;

/**
 * Ranks a sample of one task's events, each before it is trained (prequential evaluation, Gama et
 * al. 2013): their ranks are the task's quality, and choose the weights of its score.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class LiveRanking {
  private final PrequentialQuality quality;
  private final RankBudget budget;
  private final UserTable users;
  private final Ranker ranker;
  private final ScoreTuner tuner;
  private final LongSupplier nanoClock;

  /**
   * @param quality receives the ranks
   * @param budget chooses the events
   * @param tuner receives the ranks under other weights
   */
  LiveRanking(
      PrequentialQuality quality,
      RankBudget budget,
      UserTable users,
      Ranker ranker,
      ScoreTuner tuner,
      LongSupplier nanoClock) {
    this.quality = quality;
    this.budget = budget;
    this.users = users;
    this.ranker = ranker;
    this.tuner = tuner;
    this.nanoClock = nanoClock;
  }

  /**
   * Ranks a positive event if it is its turn. A repeat is not ranked, an unknown item is a miss.
   *
   * @param user row of the user, or -1
   * @param item ordinal in the replica, or -1
   */
  void offer(int user, int item) {
    long startNs = nanoClock.getAsLong();
    boolean repeated = user >= 0 && item >= 0 && users.seen(user).contains(item);
    if (repeated || !budget.admits(startNs)) {
      return;
    }
    if (!ranker.isRankable(user, item)) {
      quality.add(Double.POSITIVE_INFINITY);
      return;
    }
    quality.add(ranker.rank(user, item, tuner.scoring()));
    ranker.tune(user, item, tuner);
    budget.spent(nanoClock.getAsLong() - startNs);
  }

  /** The weights that the ranks prefer. */
  Scoring scoring() {
    return tuner.scoring();
  }

  /** For logging. */
  ScoreTuner tuner() {
    return tuner;
  }
}
