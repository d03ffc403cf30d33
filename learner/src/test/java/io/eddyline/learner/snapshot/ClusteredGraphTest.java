package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.snapshot.ClusteredGraphWriter.Search;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.learner.snapshot.cluster.Clusters;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clustered graph against the reference arithmetic over the items of the same clusters. */
class ClusteredGraphTest {
  private static final Scoring SCORING = RandomRows.SCORING;
  private static final double RELATIVE = 1e-5;
  private static final int SLOTS = 16;

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "1, 700, 60, 16, 5, 9",
    "2, 333, 30, 33, 64, 4",
    "3, 901, 40, 64, 0, 17",
    "4, 17, 5, 8, 3, 1",
    "5, 500, 0, 24, 7, 46"
  })
  void answersTheBestOfTheChosenClusters(
      long seed, int items, int users, int dimension, int neighbours, int probes) throws Exception {
    RandomRows rows = new RandomRows(seed, items, users, dimension, neighbours);
    List<Query> queries = queries(new SplittableRandom(seed), rows);
    ReferenceScorer reference = new ReferenceScorer(rows, SCORING);
    try (Version version = new Version(rows, seed, probes)) {
      var output = version.graph().run(queries, SCORING, version.priors(), 20);
      for (int b = 0; b < queries.size(); b++) {
        String what = "seed %d, query %d %s".formatted(seed, b, queries.get(b));
        double[] scores = reference.scores(queries.get(b));
        List<Integer> expected = version.candidates(queries.get(b));
        expected.sort(Comparator.comparingDouble(row -> -scores[row]));
        Set<Long> answered = new HashSet<>();
        for (int rank = 0; rank < 20; rank++) {
          float score = output.scores()[b][rank];
          if (rank < expected.size()) {
            double best = scores[expected.get(rank)];
            assertThat(Math.abs(score - best))
                .as("%s, rank %d: %s, expected %s", what, rank, score, best)
                .isLessThanOrEqualTo(RELATIVE * Math.max(1, Math.abs(best)));
            assertThat(answered.add(output.itemRows()[b][rank])).as(what).isTrue();
          } else {
            assertThat(score).as(what).isEqualTo(Float.NEGATIVE_INFINITY);
          }
        }
      }
    }
  }

  @Test
  void answersNeitherEmptySlotsNorHiddenItems() throws Exception {
    RandomRows rows = new RandomRows(7, 100, 3, 8);
    try (Version version = new Version(rows, 7, 10)) {
      float[] bias = version.priors();
      for (int item = 0; item < 100; item++) {
        bias[item] = item < 95 ? Float.NEGATIVE_INFINITY : -1000;
      }
      var output =
          version.graph().run(List.of(new Query(1, List.of(3), List.of(98))), SCORING, bias, 100);
      Set<Long> answered = new TreeSet<>();
      for (int rank = 0; rank < 100; rank++) {
        assertThat(output.itemRows()[0][rank]).isBetween(0L, 99L);
        if (output.scores()[0][rank] > Float.NEGATIVE_INFINITY) {
          answered.add(output.itemRows()[0][rank]);
        }
      }
      assertThat(answered).containsExactly(95L, 96L, 97L, 99L);
    }
  }

  private static List<Query> queries(SplittableRandom random, RandomRows rows) {
    List<Query> queries = new ArrayList<>();
    queries.add(new Query(0, List.of(), List.of()));
    queries.add(new Query(0, some(random, rows.itemCount(), 3), some(random, rows.itemCount(), 9)));
    for (int user = 0; user < Math.min(25, rows.userCount()); user++) {
      List<Integer> history = IntStream.of(rows.history(user)).boxed().toList();
      queries.add(new Query(user + 1, history, some(random, rows.itemCount(), 2 * user)));
    }
    return queries;
  }

  private static List<Integer> some(SplittableRandom random, int bound, int count) {
    return random.ints(0, bound).distinct().limit(Math.min(bound, count)).boxed().toList();
  }

  /** A version whose graph looks at a given number of clusters and scores all of their items. */
  private final class Version implements AutoCloseable {
    private final RandomRows rows;
    private final Clusters clusters;
    private final int probes;
    private final float[] priors;
    private final GraphRunner graph;

    Version(RandomRows rows, long seed, int probes) throws Exception {
      this.rows = rows;
      this.priors = new float[rows.itemCount()];
      for (int item = 0; item < priors.length; item++) {
        priors[item] = SCORING.prior((float) rows.popularity(item), (float) rows.trend(item));
      }
      int count = rows.itemCount() / 11 + 1;
      this.probes = Math.min(probes, count);
      this.clusters =
          Clusters.of(
              new ItemPoints(rows, priors, SCORING.temperature()),
              count,
              SLOTS,
              null,
              new Generator(seed));
      StoredSnapshot exact =
          new SnapshotWriter(new FileSnapshotStore(root))
              .write(rows, RandomRows.header(1))
              .snapshot();
      try (SnapshotDraft draft = new FileSnapshotStore(root).draft("scratch", 1)) {
        ClusterWriter tables = new ClusterWriter(rows, SCORING, clusters, draft);
        tables.write();
        for (String name : SnapshotFiles.OF_CLUSTERS) {
          Files.move(draft.file(name), exact.file(name));
        }
        Search search =
            new Search(count, SLOTS, this.probes, this.probes * SLOTS, tables.codeScale());
        TableShapes shapes =
            new TableShapes(
                rows.itemCount(), rows.userCount() + 1, rows.dimension(), rows.neighbourCount());
        GraphWriter.write(
            exact.file(SnapshotFiles.MODEL), ClusteredGraphWriter.graph(shapes, SCORING, search));
      }
      this.graph = new GraphRunner(exact);
    }

    GraphRunner graph() {
      return graph;
    }

    float[] priors() {
      return priors.clone();
    }

    /** Items of the chosen clusters that are not excluded. */
    List<Integer> candidates(Query query) {
      double[] scores = coarse(query);
      List<Integer> candidates = new ArrayList<>();
      IntStream.range(0, clusters.count())
          .boxed()
          .sorted(Comparator.comparingDouble(cluster -> -scores[cluster]))
          .limit(probes)
          .forEach(
              cluster -> {
                for (int slot = 0; slot < SLOTS; slot++) {
                  int row = clusters.member(cluster, slot);
                  if (row != Clusters.EMPTY && !query.excludedRows().contains(row)) {
                    candidates.add(row);
                  }
                }
              });
      return candidates;
    }

    /* query . centroid / tau + mean prior + greatest affinity of one neighbour */
    private double[] coarse(Query query) {
      PreparedQuery prepared = PreparedQuery.of(query, rows, SCORING);
      int stride = clusters.means().length / clusters.count();
      float[] centroid = new float[rows.dimension()];
      Map<Integer, Double> affinities = affinities(query);
      double[] scores = new double[clusters.count()];
      for (int cluster = 0; cluster < scores.length; cluster++) {
        System.arraycopy(clusters.means(), cluster * stride, centroid, 0, centroid.length);
        double prior = clusters.means()[cluster * stride + centroid.length];
        scores[cluster] =
            clusters.size(cluster) == 0
                ? Double.NEGATIVE_INFINITY
                : (prepared.cosine(centroid) + prior) / SCORING.temperature()
                    + affinities.getOrDefault(cluster, 0.0);
      }
      return scores;
    }

    private Map<Integer, Double> affinities(Query query) {
      Map<Integer, Double> greatest = new HashMap<>();
      int count = Math.min(query.historyRows().size(), SCORING.historyLength());
      float[] weights = new float[count];
      SCORING.neighbourCoefficients(count, weights);
      int[] neighbours = new int[rows.neighbourCount()];
      float[] values = new float[rows.neighbourCount()];
      for (int age = 0; age < count; age++) {
        rows.neighbours(query.historyRows().get(age), neighbours, values);
        for (int at = 0; at < neighbours.length; at++) {
          greatest.merge(
              clusters.position(neighbours[at]) / SLOTS,
              (double) weights[age] * values[at],
              Math::max);
        }
      }
      return greatest;
    }

    @Override
    public void close() throws OrtException {
      graph.close();
    }
  }
}
