package io.eddyline.learner.train;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;

/**
 * Chooses the weights of the score by the stream itself. A sampled event is ranked under each
 * candidate of one dimension while the others stay as chosen, the dimensions taking turns; the
 * NDCG@10 goes into a decaying sum a candidate. The best sum is the choice, if it beats the
 * default's clearly.
 *
 * <pre>
 *   dimension PRIORS      (weight of the popularity prior) x (weight of the trend)
 *   dimension LAST_ITEM   extra coefficient of the newest history item, in multiples of the setting
 *
 *   sum_c = {@value #DECAY} sum_c + NDCG@10 under c
 * </pre>
 *
 * <p>Partitions can be added up sum by sum.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ScoreTuner {
  /** What is tuned together. */
  enum Dimension {
    PRIORS,
    LAST_ITEM
  }

  private static final float[] PRIORS = {0.25f, 0.5f, 1, 1.5f, 2, 3};
  private static final float[] TRENDS = {0, 0.5f, 1, 1.5f, 2};
  private static final float[] LAST_ITEM_FACTORS = {0.5f, 1, 2, 3, 5};
  private static final int SAMPLE_EVERY = 10;
  private static final double DECAY = 0.9993;
  /* Another candidate must be better than the default by this share. */
  private static final double MARGIN = 1.01;
  private static final double LEAST_EVIDENCE = 1e-9;

  private final Scoring defaults;
  private final float[] priors;
  private final float[] trends;
  private final float[] lastItems;
  private final double[] priorSums;
  private final double[] lastItemSums;
  private Scoring scoring;
  private int rankable;
  private boolean lastItemNext;

  /**
   * @param defaults constants of the score before any is tuned
   * @param settings what is tuned
   */
  public ScoreTuner(Scoring defaults, ScoreSettings settings) {
    this.defaults = defaults;
    this.priors = candidates(settings.tunePrior(), PRIORS, 1, defaults.priorWeight());
    this.trends = candidates(settings.tuneTrend(), TRENDS, 1, defaults.trendWeight());
    float lastItem = defaults.lastItemWeight();
    this.lastItems = candidates(settings.tuneLastItem(), LAST_ITEM_FACTORS, lastItem, lastItem);
    this.priorSums = new double[priors.length * trends.length];
    this.lastItemSums = new double[lastItems.length];
    this.scoring = defaults;
  }

  /* The default first, then the others of the grid. */
  private static float[] candidates(boolean isTuned, float[] grid, float unit, float fallback) {
    float[] candidates = new float[isTuned ? grid.length + 1 : 1];
    int count = 0;
    candidates[count++] = fallback;
    for (int k = 0; isTuned && k < grid.length; k++) {
      if (grid[k] * unit != fallback) {
        candidates[count++] = grid[k] * unit;
      }
    }
    return Arrays.copyOf(candidates, count);
  }

  /** The score with the weights of the moment. */
  public Scoring scoring() {
    return scoring;
  }

  /**
   * Counts a rankable event and says whether it is a sample, one in {@value #SAMPLE_EVERY}; for an
   * owner that ranks every event. Where few are ranked, as in the stream, each is one.
   */
  public boolean sampleNext() {
    rankable = (rankable + 1) % SAMPLE_EVERY;
    return rankable == 0;
  }

  /** The dimension whose turn it is. */
  Dimension next() {
    return lastItemNext ? Dimension.LAST_ITEM : Dimension.PRIORS;
  }

  /** Candidates of a dimension. */
  int candidateCount(Dimension dimension) {
    return dimension == Dimension.PRIORS ? priorSums.length : lastItemSums.length;
  }

  /** The score under the {@code k}-th candidate of a dimension, the others as chosen. */
  Scoring candidate(Dimension dimension, int k) {
    return dimension == Dimension.PRIORS
        ? scoring.tuned(prior(k), trend(k), scoring.lastItemWeight())
        : scoring.tuned(scoring.priorWeight(), scoring.trendWeight(), lastItems[k]);
  }

  private float prior(int k) {
    return priors[k / trends.length];
  }

  private float trend(int k) {
    return trends[k % trends.length];
  }

  /**
   * Takes a sampled event.
   *
   * @param ranks from 0, under each candidate of the dimension {@link #next} in order
   */
  void observe(double[] ranks) {
    double[] sums = lastItemNext ? lastItemSums : priorSums;
    for (int k = 0; k < sums.length; k++) {
      sums[k] = DECAY * sums[k] + Ranking.ndcg(ranks[k]);
    }
    lastItemNext = !lastItemNext;
    choose();
  }

  private void choose() {
    int best = best(priorSums);
    scoring = defaults.tuned(prior(best), trend(best), lastItems[best(lastItemSums)]);
  }

  private static int best(double[] sums) {
    int best = 0;
    double bestSum = sums[0] * MARGIN + LEAST_EVIDENCE;
    for (int k = 1; k < sums.length; k++) {
      if (sums[k] > bestSum) {
        best = k;
        bestSum = sums[k];
      }
    }
    return best;
  }

  /** The decaying sums, for logging and for adding up partitions. */
  public double[] sums() {
    double[] sums = Arrays.copyOf(priorSums, priorSums.length + lastItemSums.length);
    System.arraycopy(lastItemSums, 0, sums, priorSums.length, lastItemSums.length);
    return sums;
  }

  /** Names the candidates that the sums belong to, in their order. */
  public int grid() {
    return Arrays.deepHashCode(new float[][] {priors, trends, lastItems});
  }

  /** Takes over sums as {@link #sums} gave them; those of another {@link #grid} say nothing. */
  public void restore(int grid, double[] sums) {
    if (grid == grid() && sums.length == priorSums.length + lastItemSums.length) {
      System.arraycopy(sums, 0, priorSums, 0, priorSums.length);
      System.arraycopy(sums, priorSums.length, lastItemSums, 0, lastItemSums.length);
      choose();
    }
  }
}
