package io.eddyline.serving.rerank;

import java.util.Arrays;

/**
 * Picks candidates one after the other.
 *
 * <pre>
 *   value_k(i) = (1 - delta) score_i - delta R max over j picked before of cos(e_i, e_j)
 *   R          = greatest - least score of the pool, 1 if they are the same
 *
 *   T = 0      pick k = argmax over the rest of value_k(i)
 *   T > 0      pick k = argmax over the rest of value_k(i) / T + G_i,  G_i ~ Gumbel(0, 1), which is
 *              a draw with p_k(i) = exp(value_k(i) / T) / sum over the rest of exp(value_k(j) / T)
 * </pre>
 *
 * <p>With T = 0 this is maximal marginal relevance (Carbonell, Goldstein: The Use of MMR, SIGIR
 * 1998, with lambda = 1 - delta), the scores brought to the range of the cosines: R does that the
 * other way round, so that values stay in units of the score. With delta = 0 and T > 0 it is the
 * Plackett-Luce model, sampled by one noise a candidate (Kool, van Hoof, Welling: Stochastic Beams
 * and Where to Find Them, ICML 2019, sec. 2.3); with both, values change from pick to pick and so
 * the noise is drawn anew.
 *
 * <p>The propensity of a pick is p_k of it; the product over the picks is that of the whole list,
 * which estimators of counterfactual risk ask for (Swaminathan, Joachims: Counterfactual Risk
 * Minimization, ICML 2015).
 *
 * <p>Noise is a function of the seed, the row and, where drawn anew, the position. So a longer list
 * begins as a shorter one does, and the same pool gives the same list in every process.
 *
 * <p>Threading: one thread, for one list. O(picks x pool x (1 + d)) with diversity.
 */
public final class Reranker {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double HALF_ULP = 0x1p-54;

  private final Pool pool;
  private final Reranking how;
  private final double range;
  private final boolean[] taken;
  private final double[] likeness;
  private final double[] values;

  private Reranker(Pool pool, Reranking how) {
    this.pool = pool;
    this.how = how;
    this.taken = new boolean[pool.size()];
    this.likeness = new double[pool.size()];
    this.values = new double[pool.size()];
    double spread = pool.size() == 0 ? 0 : pool.score(0) - (double) pool.score(pool.size() - 1);
    this.range = spread > 0 ? spread : 1;
  }

  /** Picks so many candidates, or all if there are fewer. */
  public static Picks pick(Pool pool, Reranking how, int count) {
    return new Reranker(pool, how).run(Math.min(count, pool.size()));
  }

  private Picks run(int count) {
    int[] ranks = new int[count];
    double[] propensities = new double[count];
    for (int position = 0; position < count; position++) {
      value(position);
      int best = best(position);
      ranks[position] = best;
      propensities[position] = how.temperature() > 0 ? propensity(best) : 1;
      take(best, position);
    }
    return new Picks(ranks, propensities);
  }

  private void value(int position) {
    double delta = how.diversity();
    for (int rank = 0; rank < values.length; rank++) {
      double unlike = position == 0 ? 0 : delta * range * likeness[rank];
      values[rank] = (1 - delta) * pool.score(rank) - unlike;
    }
  }

  /** The greatest of the rest; of equal ones the one of the better rank. */
  private int best(int position) {
    int best = -1;
    double greatest = 0;
    for (int rank = 0; rank < values.length; rank++) {
      if (taken[rank]) {
        continue;
      }
      double value =
          how.temperature() > 0
              ? values[rank] / how.temperature() + noise(pool.row(rank), position)
              : values[rank];
      if (best < 0 || value > greatest) {
        best = rank;
        greatest = value;
      }
    }
    return best;
  }

  private double propensity(int picked) {
    double sum = 0;
    for (int rank = 0; rank < values.length; rank++) {
      if (!taken[rank]) {
        sum += Math.exp((values[rank] - values[picked]) / how.temperature());
      }
    }
    return 1 / sum;
  }

  private void take(int picked, int position) {
    taken[picked] = true;
    if (how.diversity() == 0) {
      return;
    }
    if (position == 0) {
      Arrays.fill(likeness, Double.NEGATIVE_INFINITY);
    }
    float[] vector = pool.vector(picked);
    for (int rank = 0; rank < likeness.length; rank++) {
      if (!taken[rank]) {
        likeness[rank] = Math.max(likeness[rank], dot(vector, pool.vector(rank)));
      }
    }
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int at = 0; at < left.length; at++) {
      sum += (double) left[at] * right[at];
    }
    return sum;
  }

  /** Gumbel(0, 1) noise, {@code -log(-log(u))} of a u in (0, 1). */
  private double noise(int row, int position) {
    long draw = how.diversity() > 0 ? position : 0;
    long bits = mix(mix(how.seed() + GOLDEN_GAMMA * (draw + 1)) + GOLDEN_GAMMA * (row + 1L));
    double uniform = (bits >>> 11) * 0x1p-53 + HALF_ULP;
    return -Math.log(-Math.log(uniform));
  }

  /** Stafford's variant 13 of the 64-bit finaliser, as in SplittableRandom. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
