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
 *           + sum_h v_h affinity(j_h, i)        v = {@link Scoring#neighbourCoefficients}
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
    PreparedQuery prepared = PreparedQuery.of(query, source, scoring);
    double[] scores = new double[source.itemCount()];
    float[] vector = new float[source.dimension()];
    for (int item = 0; item < scores.length; item++) {
      source.candidateVector(item, vector);
      scores[item] = score(prepared, vector, item);
    }
    return scores;
  }

  /** The best {@code k} items of each query, in one pass over the items. */
  public List<Ranking> rank(List<Query> queries, int k) {
    List<PreparedQuery> prepared =
        queries.stream().map(query -> PreparedQuery.of(query, source, scoring)).toList();
    List<BestItems> best = new ArrayList<>();
    for (Query query : queries) {
      best.add(new BestItems(k, query.excludedRows()));
    }
    float[] vector = new float[source.dimension()];
    for (int item = 0; item < source.itemCount(); item++) {
      source.candidateVector(item, vector);
      for (int index = 0; index < queries.size(); index++) {
        best.get(index).offer(item, score(prepared.get(index), vector, item));
      }
    }
    return best.stream().map(BestItems::ranking).toList();
  }

  private double score(PreparedQuery query, float[] candidate, int item) {
    float prior = scoring.prior((float) source.popularity(item), (float) source.trend(item));
    return query.cosine(candidate) / scoring.temperature() + prior + query.affinity(item);
  }
}
