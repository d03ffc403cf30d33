package io.eddyline.learner.train;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.ScoreTuner.Dimension;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;

/**
 * Ranks an item for a user against all candidates, by the score that serving gives (see {@link
 * Scoring}), without what the user has seen.
 *
 * <p>Threading: one thread, the user partition's.
 */
public final class Ranker {
  private final UserTable users;
  private final ItemReplica replica;
  private final Query query;
  private final int[] history;
  private final float[] unit;
  private final Affinities affinities;
  private float[] cosines = new float[0];
  private float[] scores = new float[0];
  private float[] priors = new float[0];
  private float[] trendPriors = new float[0];
  private float[] trended = new float[0];
  private double[] ranks = new double[0];

  public Ranker(LearnerSettings settings, UserTable users, ItemReplica replica) {
    this.users = users;
    this.replica = replica;
    this.query = new Query(replica, settings.scoring());
    this.history = new int[settings.historyLength()];
    this.unit = new float[settings.dimension()];
    this.affinities = new Affinities(replica, settings.historyDecay());
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
   * The rank from 0; without a history popularity alone decides.
   *
   * @param item must be rankable
   */
  public double rank(int user, int item, Scoring scoring) {
    int count = prepare();
    int historySize = copyHistory(user);
    if (historySize == 0) {
      Arrays.fill(scores, 0, count, 0);
      hideSeen(user);
      return Ranking.rank(scores, priors, 1, item, count);
    }
    cosines(user, history, historySize, count, scoring, scores);
    affinities.gather(history, historySize, count);
    affinities.addTo(scoring.neighbourWeight(), scores);
    hideSeen(user);
    addTrend(scoring.trendWeight(), count);
    return Ranking.rank(trended, priors, scoring.priorWeight(), item, count);
  }

  /**
   * Lets the tuner learn from an event, before it is counted; nothing without a history.
   *
   * @param item must be rankable
   */
  public void tune(int user, int item, ScoreTuner tuner) {
    int historySize = copyHistory(user);
    if (historySize == 0) {
      return;
    }
    int count = prepare();
    Dimension dimension = tuner.next();
    int candidates = tuner.candidateCount(dimension);
    if (ranks.length < candidates) {
      ranks = new double[candidates];
    }
    affinities.gather(history, historySize, count);
    Scoring before = null;
    for (int k = 0; k < candidates; k++) {
      Scoring scoring = tuner.candidate(dimension, k);
      if (before == null || before.lastItemWeight() != scoring.lastItemWeight()) {
        cosines(user, history, historySize, count, scoring, cosines);
      }
      if (before == null || dimension != Dimension.PRIORS) {
        System.arraycopy(cosines, 0, scores, 0, count);
        affinities.addTo(scoring.neighbourWeight(), scores);
        hideSeen(user);
      }
      addTrend(scoring.trendWeight(), count);
      ranks[k] = Ranking.rank(trended, priors, scoring.priorWeight(), item, count);
      before = scoring;
    }
    tuner.observe(ranks);
  }

  /**
   * Writes the scores of items [0, count), the prior among them: without a history it is all there
   * is. An item that is no candidate has negative infinity, unless the weight of the prior is 0.
   *
   * @return whether the user has a history
   */
  public boolean score(int user, int count, Scoring scoring, float[] target) {
    int historySize = copyHistory(user);
    if (historySize == 0) {
      replica.readPriors(count, target);
      return false;
    }
    scoreWithPrior(user, history, historySize, count, scoring, target);
    return true;
  }

  /** The user's history now: items newest first. */
  public int[] history(int user) {
    return Arrays.copyOf(history, copyHistory(user));
  }

  /**
   * As {@link #score(int, int, Scoring, float[])} with another history in the query.
   *
   * @param items newest first, as {@link #history} gives them
   */
  public void score(int user, int[] items, int count, Scoring scoring, float[] target) {
    scoreWithPrior(user, items, items.length, count, scoring, target);
  }

  private void scoreWithPrior(
      int user, int[] items, int historySize, int count, Scoring scoring, float[] target) {
    prepare();
    cosines(user, items, historySize, count, scoring, target);
    affinities.gather(items, historySize, count);
    affinities.addTo(scoring.neighbourWeight(), target);
    VectorKernels.addScaled(scoring.trendWeight(), trendPriors, 0, target, 0, count);
    if (scoring.priorWeight() != 0) {
      VectorKernels.addScaled(scoring.priorWeight(), priors, 0, target, 0, count);
    }
  }

  /** Cosines over the temperature. */
  private void cosines(
      int user, int[] items, int historySize, int count, Scoring scoring, float[] target) {
    query.pool(items, historySize, scoring.lastItemWeight());
    query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
    VectorKernels.scaleInto(1 / scoring.temperature(), unit, 0, unit, 0, unit.length);
    replica.dotCandidates(unit, count, target);
  }

  private int prepare() {
    int count = replica.size();
    if (count > scores.length) {
      int capacity = count + count / 4;
      cosines = new float[capacity];
      scores = new float[capacity];
      trended = new float[capacity];
      priors = new float[capacity];
      trendPriors = new float[capacity];
    }
    replica.readPriors(count, priors);
    replica.readTrendPriors(count, trendPriors);
    return count;
  }

  /* A user without a row has no history. */
  private int copyHistory(int user) {
    return user < 0 ? 0 : users.histories().copy(user, -1, history);
  }

  private void hideSeen(int user) {
    if (user < 0) {
      return;
    }
    SeenSet seen = users.seen(user);
    for (int k = 0; k < seen.size(); k++) {
      scores[seen.item(k)] = Float.NEGATIVE_INFINITY;
    }
  }

  private void addTrend(float weight, int count) {
    System.arraycopy(scores, 0, trended, 0, count);
    VectorKernels.addScaled(weight, trendPriors, 0, trended, 0, count);
  }
}
