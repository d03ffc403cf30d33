package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.EmbeddingTables;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RetrievalQuery;
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
 * with w and n the history's and the affinities' coefficients of {@link RetrievalQuery} and |raw|
 * at least 1e-8, as in the graph.
 *
 * <p>Threading: one thread, for one query.
 */
final class Explainer {
  private static final double MIN_NORM = 1e-8;

  private final LoadedModel model;
  private final EmbeddingTables tables;
  private final RetrievalQuery query;
  private final float[] user;
  private final float[][] history;
  private final double scale;

  Explainer(LoadedModel model, RetrievalQuery query) {
    this.model = model;
    this.tables = model.tables();
    this.query = query;
    this.user = tables.user(query.userRow());
    this.history = new float[query.historyCount()][];
    double[] raw = new double[tables.dimension()];
    add(raw, user, 1);
    for (int age = 0; age < history.length; age++) {
      history[age] = tables.history(query.historyRow(age));
      add(raw, history[age], query.historyWeight(age));
    }
    double squares = 0;
    for (double value : raw) {
      squares += value * value;
    }
    this.scale = 1 / (Math.max(Math.sqrt(squares), MIN_NORM) * model.scoring().temperature());
  }

  /** The parts of an item's score. */
  Explanation explain(int itemRow, double boost) {
    float[] item = tables.item(itemRow);
    List<Reason> reasons = new ArrayList<>(history.length);
    for (int age = 0; age < history.length; age++) {
      double weight =
          query.historyWeight(age) * dot(history[age], item) * scale
              + query.neighbourWeight(age)
                  * (double) tables.affinity(query.historyRow(age), itemRow);
      reasons.add(new Reason(model.items().id(query.historyRow(age)), weight));
    }
    reasons.sort(Comparator.comparingDouble(Reason::weight).reversed());
    return new Explanation(
        reasons, dot(user, item) * scale, model.items().prior(model.scoring(), itemRow), boost);
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
