package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphParityTest {
  private static final double RELATIVE = 1e-5;

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 1, 2",
    "2, 7, 3, 5, 1",
    "3, 64, 40, 16, 5",
    "4, 501, 100, 64, 64",
    "5, 2000, 30, 33, 7",
    "6, 90, 20, 8, 0"
  })
  void agreesWithReferenceOnEveryItem(
      long seed, int items, int users, int dimension, int neighbours) throws Exception {
    RandomRows rows = new RandomRows(seed, items, users, dimension, neighbours);
    List<Query> queries = queries(new SplittableRandom(seed), rows);
    ReferenceScorer reference = new ReferenceScorer(rows, RandomRows.SCORING);
    try (GraphRunner graph = new GraphRunner(publish(rows))) {
      var output = graph.run(queries, RandomRows.SCORING, priors(rows), items);
      for (int b = 0; b < queries.size(); b++) {
        double[] expected = reference.scores(queries.get(b));
        Set<Integer> excluded = Set.copyOf(queries.get(b).excludedRows());
        String query = "seed " + seed + ", query " + b + " " + queries.get(b);
        Set<Long> answered = new HashSet<>();
        for (int rank = 0; rank < items; rank++) {
          int row = (int) output.itemRows()[b][rank];
          float score = output.scores()[b][rank];
          answered.add((long) row);
          if (excluded.contains(row)) {
            assertThat(score).as(query).isEqualTo(Float.NEGATIVE_INFINITY);
          } else {
            assertClose(query + ", item row " + row, score, expected[row]);
          }
          if (rank > 0) {
            assertThat(score).as(query).isLessThanOrEqualTo(output.scores()[b][rank - 1]);
          }
        }
        assertThat(answered).as(query).hasSize(items);
      }
    }
  }

  @Test
  void givesReferenceOrderOfTheBest() throws Exception {
    RandomRows rows = new RandomRows(11, 300, 50, 32);
    List<Query> queries = queries(new SplittableRandom(11), rows);
    var expected = new ReferenceScorer(rows, RandomRows.SCORING).rank(queries, 10);
    try (GraphRunner graph = new GraphRunner(publish(rows))) {
      var output = graph.run(queries, RandomRows.SCORING, priors(rows), 10);
      for (int b = 0; b < queries.size(); b++) {
        for (int rank = 0; rank < 10; rank++) {
          assertThat(output.itemRows()[b][rank])
              .as("seed 11, query %d, rank %d", b, rank)
              .isEqualTo((long) expected.get(b).itemRows().get(rank));
        }
      }
    }
  }

  @Test
  void ranksUnknownUserWithoutHistoryByPriorAlone() throws Exception {
    RandomRows rows = new RandomRows(12, 50, 2, 8);
    try (GraphRunner graph = new GraphRunner(publish(rows))) {
      float[] priors = priors(rows);
      var output =
          graph.run(List.of(new Query(0, List.of(), List.of())), RandomRows.SCORING, priors, 50);
      for (int rank = 0; rank < 50; rank++) {
        assertThat(output.scores()[0][rank]).isEqualTo(priors[(int) output.itemRows()[0][rank]]);
      }
    }
  }

  @Test
  void addsTheAffinitiesOfAllHistoryItemsAndOfNothingElse() throws Exception {
    RandomRows rows = new SharedNeighbour();
    float[] bias = new float[3];
    bias[1] = Float.NEGATIVE_INFINITY;
    Query query = new Query(0, List.of(2, 0), List.of());
    Scoring scoring = RandomRows.SCORING.tuned(0, 0, 0, 2);
    try (GraphRunner graph = new GraphRunner(publish(rows))) {
      var with = graph.run(List.of(query), scoring, bias, 3);
      var without = graph.run(List.of(query), scoring.tuned(0, 0, 0, 0), bias, 3);
      assertThat(scoreOf(with, 2) - scoreOf(without, 2)).isCloseTo(2 + 2 * 0.8f, within(1e-5f));
      assertThat(scoreOf(with, 0)).as("row of the padding").isEqualTo(scoreOf(without, 0));
      assertThat(scoreOf(with, 1)).as("hidden").isEqualTo(Float.NEGATIVE_INFINITY);
    }
  }

  /** Items 0 and 2 have item 2 as a neighbour with affinity 1, and item 1. */
  private static final class SharedNeighbour extends RandomRows {
    SharedNeighbour() {
      super(14, 3, 1, 8, 4);
    }

    @Override
    public void neighbours(int item, int[] rows, float[] affinities) {
      System.arraycopy(item == 1 ? new int[4] : new int[] {2, 1, 0, 0}, 0, rows, 0, 4);
      System.arraycopy(item == 1 ? new float[4] : new float[] {1, 0.5f, 0, 0}, 0, affinities, 0, 4);
    }
  }

  private static float scoreOf(GraphRunner.Output output, long row) {
    for (int rank = 0; rank < output.scores()[0].length; rank++) {
      if (output.itemRows()[0][rank] == row) {
        return output.scores()[0][rank];
      }
    }
    throw new AssertionError("row " + row + " was not answered");
  }

  @Test
  void marksFillersWhenFewerThanKAreEligible() throws Exception {
    RandomRows rows = new RandomRows(13, 9, 2, 8);
    float[] bias = priors(rows);
    bias[4] = Float.NEGATIVE_INFINITY;
    Query query = new Query(1, List.of(1), List.of(0, 1, 2, 3));
    try (GraphRunner graph = new GraphRunner(publish(rows))) {
      var output = graph.run(List.of(query), RandomRows.SCORING, bias, 8);
      assertThat(output.itemRows()[0]).startsWith(best(rows, query, Set.of(4)));
      for (int rank = 4; rank < 8; rank++) {
        assertThat(output.scores()[0][rank]).isEqualTo(Float.NEGATIVE_INFINITY);
      }
      assertThat(output.scores()[0][3]).isFinite();
    }
  }

  private static long[] best(RandomRows rows, Query query, Set<Integer> hidden) {
    List<Integer> excluded = new ArrayList<>(query.excludedRows());
    excluded.addAll(hidden);
    return new ReferenceScorer(rows, RandomRows.SCORING)
            .rank(List.of(new Query(query.userRow(), query.historyRows(), excluded)), 8)
            .getFirst()
            .itemRows()
            .stream()
            .mapToLong(Integer::longValue)
            .toArray();
  }

  /** Unknown, session only, with history, with exclusions, all in one batch. */
  private static List<Query> queries(SplittableRandom random, RandomRows rows) {
    List<Query> queries = new ArrayList<>();
    queries.add(new Query(0, List.of(), List.of()));
    queries.add(new Query(0, some(random, rows.itemCount(), 3), List.of()));
    for (int user = 0; user < Math.min(20, rows.userCount()); user++) {
      List<Integer> history = IntStream.of(rows.history(user)).boxed().toList();
      queries.add(new Query(user + 1, history, some(random, rows.itemCount(), user)));
    }
    return queries;
  }

  private static List<Integer> some(SplittableRandom random, int bound, int count) {
    return random.ints(0, bound).distinct().limit(Math.min(bound, count)).boxed().toList();
  }

  private static float[] priors(RandomRows rows) {
    Scoring scoring = RandomRows.SCORING;
    float[] priors = new float[rows.itemCount()];
    for (int item = 0; item < priors.length; item++) {
      priors[item] = scoring.prior((float) rows.popularity(item), (float) rows.trend(item));
    }
    return priors;
  }

  private static void assertClose(String what, float actual, double expected) {
    double allowed = RELATIVE * Math.max(1, Math.abs(expected));
    assertThat(Math.abs(actual - expected))
        .as("%s: %s, expected %s", what, actual, expected)
        .isLessThanOrEqualTo(allowed);
  }

  private StoredSnapshot publish(RandomRows rows) throws Exception {
    return new SnapshotWriter(new FileSnapshotStore(root))
        .write(rows, RandomRows.header(1))
        .snapshot();
  }
}
