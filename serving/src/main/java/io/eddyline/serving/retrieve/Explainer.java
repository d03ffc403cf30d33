package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.overlay.CurrentItem;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.retrieve.Explanation.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes scores apart. Since the score is linear in the parts of the raw query once its length is
 * known, the parts are exact:
 *
 * <pre>
 *   score(i) = e_u . e_i / (|raw| tau)                                        user
 *            + sum over a of  w_a h(j_a) . e_i / (|raw| tau)
 *                             + n_a affinity(j_a, i)                          because j_a
 *            + prior(i) + boosts(i)
 * </pre>
 *
 * with w and n the history's and the affinities' coefficients of {@link CurrentQuery} and |raw| at
 * least 1e-8, as in the graph.
 *
 * <p>Threading: one thread, for one query.
 */
final class Explainer {
  private static final double MIN_NORM = 1e-8;

  private final CurrentQuery query;
  private final float[] user;
  private final float[][] history;
  private final double scale;

  Explainer(Scoring scoring, CurrentQuery query) {
    this.query = query;
    this.user = query.userVector();
    this.history = new float[query.historyCount()][];
    double[] raw = new double[user.length];
    add(raw, user, 1);
    for (int age = 0; age < history.length; age++) {
      history[age] = query.historyItem(age).history();
      add(raw, history[age], query.historyWeight(age));
    }
    double squares = 0;
    for (double value : raw) {
      squares += value * value;
    }
    this.scale = 1 / (Math.max(Math.sqrt(squares), MIN_NORM) * scoring.temperature());
  }

  /** The parts of an item's score. */
  Explanation explain(CurrentItem item, double boost) {
    float[] candidate = item.candidate();
    List<Reason> reasons = new ArrayList<>(history.length);
    for (int age = 0; age < history.length; age++) {
      double weight =
          query.historyWeight(age) * dot(history[age], candidate) * scale
              + query.neighbourWeight(age) * (double) query.affinity(age, item);
      reasons.add(new Reason(query.historyItem(age).id(), weight));
    }
    reasons.sort(Comparator.comparingDouble(Reason::weight).reversed());
    return new Explanation(reasons, dot(user, candidate) * scale, item.prior(), boost);
  }

  private static void add(double[] sum, float[] vector, double weight) {
    for (int at = 0; at < sum.length; at++) {
      sum[at] += weight * vector[at];
    }
  }

  private static double dot(float[] left, float[] right) {
    double sum = 0;
    for (int at = 0; at < left.length; at++) {
      sum += (double) left[at] * right[at];
    }
    return sum;
  }
}
