package io.eddyline.learner.train;

import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import java.util.Arrays;

/**
 * Ranks an item for a user against all candidates, by the score that serving gives (see {@link
 * io.eddyline.schemas.snapshot.Scoring}), without what the user has seen.
 *
 * <p>Threading: one thread, the user partition's.
 */
public final class Ranker {
  private final UserTable users;
  private final ItemReplica replica;
  private final Query query;
  private final float inverseTemperature;
  private final int[] history;
  private final float[] unit;
  private float[] scores = new float[0];
  private float[] priors = new float[0];

  public Ranker(LearnerSettings settings, UserTable users, ItemReplica replica) {
    this.users = users;
    this.replica = replica;
    this.query = new Query(replica, settings.scoring(0));
    this.inverseTemperature = (float) (1 / settings.temperature());
    this.history = new int[settings.historyLength()];
    this.unit = new float[settings.dimension()];
  }

  /**
   * Whether the item can be ranked: an event had it, and the user has not.
   *
   * @param user row of the user, or -1 if he has none
   * @param item ordinal of the item, or -1 if it has no row
   */
  public boolean isRankable(int user, int item) {
    return item >= 0 && replica.isCandidate(item) && (user < 0 || !users.seen(user).contains(item));
  }

  /**
   * Ranks from 0 under every candidate weight of {@link PriorTuner}; without a history popularity
   * alone decides.
   *
   * @param item must be rankable
   * @param ranks receives {@link PriorTuner#candidateCount} ranks
   */
  public void rank(int user, int item, double[] ranks) {
    int count = replica.size();
    if (count > scores.length) {
      scores = new float[count + count / 4];
      priors = new float[scores.length];
    }
    boolean personal = score(user, count, scores);
    replica.readPriors(count, priors);
    if (user >= 0) {
      SeenSet seen = users.seen(user);
      for (int k = 0; k < seen.size(); k++) {
        scores[seen.item(k)] = Float.NEGATIVE_INFINITY;
      }
    }
    for (int k = 0; k < PriorTuner.candidateCount(); k++) {
      float weight = personal ? PriorTuner.candidate(k) : 1;
      ranks[k] = Ranking.rank(scores, priors, weight, item, count);
    }
  }

  /**
   * Writes {@code cos(q(u), e_i) / tau} of items [0, count).
   *
   * @return false if the user has no history; all scores are then 0
   */
  public boolean score(int user, int count, float[] target) {
    int historySize = user < 0 ? 0 : users.copyHistory(user, -1, history);
    if (historySize == 0) {
      Arrays.fill(target, 0, count, 0);
      return false;
    }
    score(user, history, historySize, count, target);
    return true;
  }

  /** The user's history now: items newest first. */
  public int[] history(int user) {
    return Arrays.copyOf(history, users.copyHistory(user, -1, history));
  }

  /**
   * Writes {@code cos(q(u), e_i) / tau} of items [0, count) with another history in the query.
   *
   * @param items newest first, as {@link #history} gives them
   */
  public void score(int user, int[] items, int count, float[] target) {
    score(user, items, items.length, count, target);
  }

  private void score(int user, int[] items, int historySize, int count, float[] target) {
    query.pool(items, historySize);
    query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
    for (int k = 0; k < unit.length; k++) {
      unit[k] *= inverseTemperature;
    }
    replica.dotCandidates(unit, count, target);
  }
}
