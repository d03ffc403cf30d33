package io.eddyline.learner.train;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Chooses the weights of the score by the stream itself. A rankable event in {@value #SAMPLE_EVERY}
 * is ranked under each candidate of one dimension while the others stay as chosen, the dimensions
 * taking turns; the NDCG@10 goes into a decaying sum a candidate. The best sum is the choice, if it
 * beats the default's clearly.
 *
 * <pre>
 *   dimension PRIORS      (weight of the popularity prior) x (weight of the trend)
 *   dimension LAST_ITEM   extra coefficient of the newest history item, in multiples of the setting
 *   dimension NEIGHBOURS  weight of the affinities
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
    LAST_ITEM,
    NEIGHBOURS
  }

  private static final float[] PRIORS = {0.25f, 0.5f, 1, 1.5f, 2, 3};
  private static final float[] TRENDS = {0, 0.5f, 1, 1.5f, 2};
  private static final float[] LAST_ITEM_FACTORS = {0.5f, 1, 2, 3, 5};
  private static final float[] NEIGHBOURS = {0, 1.5f, 3, 6, 10};
  private static final int SAMPLE_EVERY = 10;
  private static final double DECAY = 0.9993;
  /* Another candidate must be better than the default by this share. */
  private static final double MARGIN = 1.01;
  private static final double LEAST_EVIDENCE = 1e-9;

  private final Scoring defaults;
  private final float[] priors;
  private final float[] trends;
  private final float[] lastItems;
  private final float[] neighbours;
  private final Map<Dimension, double[]> sums = new EnumMap<>(Dimension.class);
  private Scoring scoring;
  private int rankable;
  private Dimension next = Dimension.PRIORS;

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
    float neighbour = defaults.neighbourWeight();
    boolean tunesNeighbours = settings.tuneNeighbours() && neighbour > 0;
    this.neighbours = candidates(tunesNeighbours, NEIGHBOURS, 1, neighbour);
    sums.put(Dimension.PRIORS, new double[priors.length * trends.length]);
    sums.put(Dimension.LAST_ITEM, new double[lastItems.length]);
    sums.put(Dimension.NEIGHBOURS, new double[neighbours.length]);
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

  /** Counts a rankable event and says whether it is a sample. */
  public boolean sampleNext() {
    rankable = (rankable + 1) % SAMPLE_EVERY;
    return rankable == 0;
  }

  /** The dimension whose turn it is. */
  Dimension next() {
    return next;
  }

  /** Candidates of a dimension. */
  int candidateCount(Dimension dimension) {
    return sums(dimension).length;
  }

  /** The score under the {@code k}-th candidate of a dimension, the others as chosen. */
  Scoring candidate(Dimension dimension, int k) {
    float lastItem = scoring.lastItemWeight();
    float neighbour = scoring.neighbourWeight();
    return switch (dimension) {
      case PRIORS -> scoring.tuned(prior(k), trend(k), lastItem, neighbour);
      case LAST_ITEM -> tuned(lastItems[k], neighbour);
      case NEIGHBOURS -> tuned(lastItem, neighbours[k]);
    };
  }

  private Scoring tuned(float lastItem, float neighbour) {
    return scoring.tuned(scoring.priorWeight(), scoring.trendWeight(), lastItem, neighbour);
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
    double[] own = sums(next);
    for (int k = 0; k < own.length; k++) {
      own[k] = DECAY * own[k] + Ranking.ndcg(ranks[k]);
    }
    turn();
    choose();
  }

  /* Nothing is learnt about a dimension that is not tuned. */
  private void turn() {
    do {
      next =
          switch (next) {
            case PRIORS -> Dimension.LAST_ITEM;
            case LAST_ITEM -> Dimension.NEIGHBOURS;
            case NEIGHBOURS -> Dimension.PRIORS;
          };
    } while (next != Dimension.PRIORS && candidateCount(next) == 1);
  }

  private void choose() {
    int prior = best(Dimension.PRIORS);
    float lastItem = lastItems[best(Dimension.LAST_ITEM)];
    float neighbour = neighbours[best(Dimension.NEIGHBOURS)];
    scoring = defaults.tuned(prior(prior), trend(prior), lastItem, neighbour);
  }

  private double[] sums(Dimension dimension) {
    return Objects.requireNonNull(sums.get(dimension));
  }

  private int best(Dimension dimension) {
    double[] own = sums(dimension);
    int best = 0;
    double bestSum = own[0] * MARGIN + LEAST_EVIDENCE;
    for (int k = 1; k < own.length; k++) {
      if (own[k] > bestSum) {
        best = k;
        bestSum = own[k];
      }
    }
    return best;
  }

  /** The decaying sums, for logging and for adding up partitions. */
  public double[] sums() {
    return sums.values().stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Takes over sums as {@link #sums} gave them; of another number none. */
  public void restore(double[] saved) {
    if (saved.length != sums().length) {
      return;
    }
    int at = 0;
    for (double[] own : sums.values()) {
      System.arraycopy(saved, at, own, 0, own.length);
      at += own.length;
    }
    choose();
  }
}
