package io.eddyline.k8s.bench.catalogue;

import ai.onnxruntime.OrtException;
import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.learner.snapshot.RetrievalSettings;
import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.learner.snapshot.gate.OnnxAnswers;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains on real events, grows the catalogue and lets the contenders answer the same queries. */
@Command(
    name = "large-catalogue",
    description = "Recall, time, memory and building time of ways to search large catalogues.")
public final class LargeCatalogueCommand implements Callable<Integer> {
  private static final int RESULTS = VectorComparison.RESULTS;
  private static final int QUERIES = VectorComparison.QUERIES;
  private static final int ROUNDS = 8;
  private static final int[] BATCHES = {1, 8, 32};

  @Option(names = "--data", required = true, description = "Events.")
  private Path data = Path.of(".");

  @Option(names = "--format", description = "csv or movielens; default ${DEFAULT-VALUE}.")
  private String format = "csv";

  @Option(names = "--items", split = ",", description = "Sizes of the catalogue.")
  private List<Integer> sizes = List.of(100_000, 1_000_000);

  @Option(names = "--users", description = "Rows of users.")
  private int users = 20_000;

  @Option(names = "--set", description = "Of snapshots.retrieval.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--libraries", split = ",", description = "jvector, lucene or none of them.")
  private List<String> libraries = List.of("jvector", "lucene");

  @Option(
      names = "--scans",
      split = ",",
      description = "prefix16, prefix32, int8, signs or none of them.")
  private List<String> scans = List.of("prefix16", "prefix32", "int8", "signs");

  @Option(names = "--seconds", description = "Of each measurement.")
  private double seconds = 2;

  @Option(names = "--folder", description = "Where versions are written; emptied by nobody.")
  private Path folder = Path.of("target/bench");

  @Override
  public Integer call() throws Exception {
    LearnerSettings learning = LearnerSettings.defaults();
    SnapshotSource real = train(learning);
    for (int items : sizes) {
      SnapshotSource source = items > real.itemCount() ? new GrownRows(real, items) : real;
      compare(source, learning.scoring());
    }
    return 0;
  }

  private SnapshotSource train(LearnerSettings learning) {
    EventTable events =
        DataSetReader.read(DataFormat.of(format), ReadOptions.none(), List.of(data)).events();
    LocalLearner learner = new LocalLearner(learning);
    for (int event = 0; event < events.size(); event++) {
      learner.learn(
          events.userId(events.userOrdinal(event)),
          events.itemId(events.itemOrdinal(event)),
          1,
          Polarity.POSITIVE,
          true,
          events.timestampMs(event));
    }
    return new TrainedRows(learner, learning, users);
  }

  private void compare(SnapshotSource source, Scoring scoring) throws Exception {
    Path root = folder.resolve("large-catalogue-" + Long.toString(System.currentTimeMillis(), 36));
    FileSnapshotStore store = new FileSnapshotStore(root);
    long startNs = System.nanoTime();
    write(store, source, scoring, 1);
    double coldSeconds = (System.nanoTime() - startNs) / 1e9;
    startNs = System.nanoTime();
    StoredSnapshot version = write(store, source, scoring, 2);
    double warmSeconds = (System.nanoTime() - startNs) / 1e9;
    Manifest.Retrieval retrieval = version.manifest().retrieval();
    System.out.printf(
        Locale.ROOT,
        "%n%d items; versions written in %.1f s and, from its clusters, %.1f s; %s%n%n",
        source.itemCount(),
        coldSeconds,
        warmSeconds,
        retrieval);
    if (retrieval == null) {
      return;
    }
    try (GraphRun exact = graph(version, SnapshotFiles.EXACT_MODEL, source, scoring);
        GraphRun clustered = graph(version, SnapshotFiles.MODEL, source, scoring)) {
      compareUsers(source, exact, clustered);
    }
    new VectorComparison(source, scoring, seconds).print(version, coldSeconds, scans, libraries);
  }

  private StoredSnapshot write(
      FileSnapshotStore store, SnapshotSource source, Scoring scoring, long version)
      throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("kind", "clustered"));
    all.putAll(settings);
    SnapshotHeader header =
        new SnapshotHeader(
            "main",
            version,
            version == 1 ? null : version - 1,
            0,
            scoring,
            new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
            0,
            Map.of());
    return new SnapshotWriter(
            store, RecordSettings.bind(RetrievalSettings.class, all), OnnxAnswers::load)
        .write(source, header)
        .snapshot();
  }

  private static GraphRun graph(
      StoredSnapshot version, String model, SnapshotSource source, Scoring scoring)
      throws OrtException {
    return new GraphRun(version.file(model), source, scoring, true);
  }

  /** The whole score: histories, neighbours, exclusions. */
  private void compareUsers(SnapshotSource source, GraphRun exact, GraphRun clustered)
      throws Exception {
    List<Integer> asked =
        IntStream.range(0, QUERIES)
            .mapToObj(query -> (int) ((query + 0.5) * source.userCount() / QUERIES))
            .toList();
    int[][] expected = answers(exact, asked);
    int[][] answered = answers(clustered, asked);
    System.out.printf(
        Locale.ROOT,
        "| graph | Recall@10 | Recall@100 | ms a query, batch 1 | batch 8 | batch 32 |%n");
    System.out.printf(Locale.ROOT, "|---|---|---|---|---|---|%n");
    System.out.printf(Locale.ROOT, "| exact | 1 | 1 | %s |%n", times(exact, asked));
    System.out.printf(
        Locale.ROOT,
        "| clustered | %.4f | %.4f | %s |%n",
        Measure.recall(expected, answered, 10),
        Measure.recall(expected, answered, RESULTS),
        times(clustered, asked));
  }

  private static int[][] answers(GraphRun graph, List<Integer> users) throws OrtException {
    int[][] answers = new int[users.size()][];
    for (int query = 0; query < answers.length; query++) {
      try (GraphRun.Batch batch = graph.users(users.subList(query, query + 1), RESULTS)) {
        answers[query] = graph.run(batch)[0];
      }
    }
    return answers;
  }

  private String times(GraphRun graph, List<Integer> users) throws Exception {
    List<String> times = new ArrayList<>();
    for (int size : BATCHES) {
      List<GraphRun.Batch> batches = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        batches.add(graph.users(users.subList(round * size, (round + 1) * size), RESULTS));
      }
      times.add(
          "%.3f"
              .formatted(
                  Measure.msARound(seconds, round -> graph.run(batches.get(round % ROUNDS)))
                      / size));
      batches.forEach(GraphRun.Batch::close);
    }
    return String.join(" | ", times);
  }
}
