package io.eddyline.k8s.bench.catalogue;

import ai.onnxruntime.OrtException;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Contenders over the same vectors: cosine and prior alone, which libraries can search by, one
 * query at a time.
 *
 * <p>Threading: one thread.
 */
final class VectorComparison {
  static final int RESULTS = 100;
  static final int QUERIES = 256;

  private static final double REQUIRED_RECALL = 0.95;
  private static final int[] CANDIDATES = {100, 150, 200, 300, 400, 600, 800, 1200};
  private static final int[] SCANNED = {
    100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 102_400
  };

  private final SnapshotSource source;
  private final Scoring scoring;
  private final double seconds;
  private final float[][] queries;

  /**
   * @param seconds of each measurement
   */
  VectorComparison(SnapshotSource source, Scoring scoring, double seconds) {
    this.source = source;
    this.scoring = scoring;
    this.seconds = seconds;
    this.queries = queries(source, scoring);
  }

  /**
   * Prints a row a contender.
   *
   * @param version with both graphs
   * @param buildSeconds that the version took
   */
  void print(
      StoredSnapshot version, double buildSeconds, List<String> scans, List<String> libraries)
      throws Exception {
    long tables = 4L * source.itemCount() * source.dimension();
    long clusterBytes =
        SnapshotFiles.OF_CLUSTERS.stream()
            .mapToLong(name -> version.file(name).toFile().length())
            .sum();
    int[][] expected;
    System.out.printf(
        Locale.ROOT,
        "%n| contender | Recall@100 | queries/s | MB | seconds to build"
            + " |%n|---|---|---|---|---|%n");
    try (Contender exact =
        new GraphContender("exact graph", graph(version, SnapshotFiles.EXACT_MODEL), 0, tables)) {
      expected = answers(exact);
      print(exact, 1);
    }
    try (Contender clustered =
        new GraphContender(
            "clustered graph",
            graph(version, SnapshotFiles.MODEL),
            buildSeconds,
            tables + clusterBytes)) {
      print(clustered, Measure.recall(expected, answers(clustered), RESULTS));
    }
    scan(scans, expected);
    libraries(libraries, version.folder().resolveSibling("lucene"), expected);
  }

  private GraphRun graph(StoredSnapshot version, String model) throws OrtException {
    return new GraphRun(version.file(model), source, scoring, true);
  }

  private void scan(List<String> scans, int[][] expected) throws Exception {
    if (scans.equals(List.of("none"))) {
      return;
    }
    float[][] items = ScanContender.vectors(source);
    PrincipalAxes axes = PrincipalAxes.of(items);
    for (String name : scans) {
      ScanKind kind =
          switch (name) {
            case "prefix16" -> new ScanKind.Prefix(items, 16, axes);
            case "prefix32" -> new ScanKind.Prefix(items, 32, axes);
            case "int8" -> ScanKind.Int8.of(items);
            case "signs" -> new ScanKind.Signs(items);
            default -> throw new IllegalArgumentException("no scan is called " + name);
          };
      try (ScanContender built = ScanContender.build(kind, items, source, scoring, RESULTS)) {
        printFirstGood(expected, SCANNED, built::searching);
      }
    }
  }

  private void libraries(List<String> libraries, Path index, int[][] expected) throws Exception {
    InnerProducts space = new InnerProducts(source, scoring);
    if (libraries.contains("jvector")) {
      JVectorContender built = JVectorContender.build(space, RESULTS);
      printFirstGood(expected, CANDIDATES, built::searching);
    }
    if (libraries.contains("lucene")) {
      LuceneContender built = LuceneContender.build(space, index, RESULTS);
      printFirstGood(expected, CANDIDATES, built::searching);
      built.close();
    }
  }

  private interface Searching {
    Contender with(int candidates);
  }

  /** With as few candidates as give the recall. */
  private void printFirstGood(int[][] expected, int[] counts, Searching searching)
      throws Exception {
    for (int candidates : counts) {
      boolean last = candidates == counts[counts.length - 1] || 2 * candidates > source.itemCount();
      Contender contender = searching.with(candidates);
      double recall = Measure.recall(expected, answers(contender), RESULTS);
      if (recall >= REQUIRED_RECALL || last) {
        print(contender, recall);
        return;
      }
    }
  }

  private void print(Contender contender, double recall) throws Exception {
    double ms =
        Measure.msARound(
            seconds, round -> contender.best(queries[round % queries.length], RESULTS));
    System.out.printf(
        Locale.ROOT,
        "| %s | %.4f | %.0f | %.0f | %.0f |%n",
        contender.name(),
        recall,
        1000 / ms,
        contender.bytes() / 1e6,
        contender.buildSeconds());
  }

  private int[][] answers(Contender contender) throws Exception {
    int[][] answers = new int[queries.length][];
    for (int query = 0; query < answers.length; query++) {
      answers[query] = contender.best(queries[query], RESULTS);
    }
    return answers;
  }

  private static float[][] queries(SnapshotSource source, Scoring scoring) {
    float[][] queries = new float[QUERIES][source.dimension()];
    float[] vector = new float[source.dimension()];
    for (int query = 0; query < QUERIES; query++) {
      int user = (int) ((query + 0.5) * source.userCount() / QUERIES);
      int[] history = source.history(user);
      int count = Math.min(history.length, scoring.historyLength());
      float[] weights = new float[count];
      scoring.coefficients(count, weights);
      source.userVector(user, queries[query]);
      for (int age = 0; age < count; age++) {
        source.historyVector(history[age], vector);
        VectorKernels.addScaled(weights[age], vector, 0, queries[query], 0, vector.length);
      }
      VectorKernels.normalizeInto(queries[query], 0, queries[query], 0, vector.length);
    }
    return queries;
  }
}
