package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.List;

/**
 * The learner's own arithmetic for the score, against which every graph is checked.
 *
 * <pre>
 *   raw   = e_u + sum_h w_h h(j_h)              w = {@link Scoring#coefficients}
 *   score = raw . e_i / max(|raw|, 1e-8) / tau + prior(popularity_i, trend_i)
 * </pre>
 *
 * <p>Rows are float32 as they stand in the files; every sum runs in double, in index order. Equal
 * scores rank by row, lower first. Availability plays no part.
 */
public final class ReferenceScorer {
  private final SnapshotSource source;
  private final Scoring scoring;

  /**
   * A query in row numbers.
   *
   * @param userRow row of users.f32: 0 is the unknown user, user r is r + 1
   * @param historyRows item rows, newest first; those past the history's length are ignored
   * @param excludedRows item rows that must not be answered
   */
  public record Query(int userRow, List<Integer> historyRows, List<Integer> excludedRows) {}

  /**
   * The best items of a query, best first; shorter than asked when fewer are eligible.
   *
   * @param itemRows item rows
   * @param scores their scores, rounded to float32
   */
  public record Ranking(List<Integer> itemRows, List<Float> scores) {}

  public ReferenceScorer(SnapshotSource source, Scoring scoring) {
    this.source = source;
    this.scoring = scoring;
  }

  /** Scores of all items, by row; exclusions are not looked at. */
  public double[] scores(Query query) {
    double[] unit = unitQuery(query);
    double[] scores = new double[source.itemCount()];
    float[] vector = new float[source.dimension()];
    for (int item = 0; item < scores.length; item++) {
      source.candidateVector(item, vector);
      scores[item] = score(unit, vector, item);
    }
    return scores;
  }

  /** The best {@code k} items of each query, in one pass over the items. */
  public List<Ranking> rank(List<Query> queries, int k) {
    List<double[]> units = queries.stream().map(this::unitQuery).toList();
    List<BestItems> best = new ArrayList<>();
    for (Query query : queries) {
      best.add(new BestItems(k, query.excludedRows()));
    }
    float[] vector = new float[source.dimension()];
    for (int item = 0; item < source.itemCount(); item++) {
      source.candidateVector(item, vector);
      for (int index = 0; index < queries.size(); index++) {
        best.get(index).offer(item, score(units.get(index), vector, item));
      }
    }
    return best.stream().map(BestItems::ranking).toList();
  }

  private double score(double[] unitQuery, float[] candidate, int item) {
    double dot = 0;
    for (int i = 0; i < candidate.length; i++) {
      dot += unitQuery[i] * candidate[i];
    }
    float prior = scoring.prior((float) source.popularity(item), (float) source.trend(item));
    return dot / scoring.temperature() + prior;
  }

  private double[] unitQuery(Query query) {
    int dimension = source.dimension();
    float[] vector = new float[dimension];
    double[] raw = new double[dimension];
    if (query.userRow() > 0) {
      source.userVector(query.userRow() - 1, vector);
      addScaled(raw, vector, 1);
    }
    int count = Math.min(query.historyRows().size(), scoring.historyLength());
    float[] coefficients = new float[count];
    scoring.coefficients(count, coefficients);
    for (int age = 0; age < count; age++) {
      source.historyVector(query.historyRows().get(age), vector);
      addScaled(raw, vector, coefficients[age]);
    }
    double square = 0;
    for (double value : raw) {
      square += value * value;
    }
    double norm = Math.max(Math.sqrt(square), Scoring.EMPTY_NORM);
    for (int i = 0; i < dimension; i++) {
      raw[i] /= norm;
    }
    return raw;
  }

  private static void addScaled(double[] sum, float[] vector, float scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (double) scale * vector[i];
    }
  }
}
