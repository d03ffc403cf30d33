package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceScorerTest {
  private final RandomRows rows = new RandomRows(31, 12, 4, 3);
  private final ReferenceScorer scorer = new ReferenceScorer(rows, RandomRows.SCORING);

  @Test
  void computesTheFormulaWrittenOut() {
    float[] user = new float[3];
    float[] newest = new float[3];
    float[] older = new float[3];
    float[] candidate = new float[3];
    rows.userVector(2, user);
    rows.historyVector(5, newest);
    rows.historyVector(8, older);
    int target = neighbours(5)[0];
    rows.candidateVector(target, candidate);
    double pooled = Math.sqrt(1.8);
    double dot = 0;
    double square = 0;
    for (int i = 0; i < 3; i++) {
      double raw = user[i] + (newest[i] + 0.8 * older[i]) / pooled + 0.5 * newest[i];
      dot += raw * candidate[i];
      square += raw * raw;
    }
    double prior =
        1.5 * Math.log(rows.popularity(target) + 0.5) + 0.5 * Math.log(rows.trend(target) + 0.5);
    double affinities = 3 * (affinity(5, target) + 0.8 * affinity(8, target));
    assertThat(affinities).isPositive();
    double expected = dot / Math.sqrt(square) / 0.1 + prior + affinities;

    double actual = scorer.scores(new Query(3, List.of(5, 8), List.of()))[target];

    assertThat(actual).isCloseTo(expected, within(1e-5 * Math.abs(expected)));
  }

  /** The affinity of two rows, 0 if the second is no neighbour of the first. */
  private double affinity(int of, int to) {
    float[] affinities = new float[rows.neighbourCount()];
    rows.neighbours(of, new int[affinities.length], affinities);
    int[] neighbours = neighbours(of);
    double sum = 0;
    for (int at = 0; at < neighbours.length; at++) {
      sum += neighbours[at] == to ? affinities[at] : 0;
    }
    return sum;
  }

  private int[] neighbours(int item) {
    int[] neighbours = new int[rows.neighbourCount()];
    rows.neighbours(item, neighbours, new float[neighbours.length]);
    return neighbours;
  }

  @Test
  void ranksByScoreAndLeavesOutExclusions() {
    Query query = new Query(1, List.of(2), List.of(0, 3));
    double[] scores = scorer.scores(query);

    var ranking = scorer.rank(List.of(query), 20).getFirst();

    assertThat(ranking.itemRows()).hasSize(10).doesNotContain(0, 3);
    for (int rank = 1; rank < 10; rank++) {
      assertThat(scores[ranking.itemRows().get(rank)])
          .isLessThanOrEqualTo(scores[ranking.itemRows().get(rank - 1)]);
    }
  }

  @Test
  void ranksEqualScoresByRow() {
    BestItems best = new BestItems(3, List.of(1));
    for (int row = 0; row < 6; row++) {
      best.offer(row, row == 4 ? 2.0 : 1.0);
    }
    assertThat(best.ranking().itemRows()).containsExactly(4, 0, 2);
  }
}
