package io.eddyline.learner.snapshot;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.snapshot.ClusteredGraphWriter.Search;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.learner.snapshot.cluster.Clusters;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clusters the items of a version in the making and writes the graph that looks at as few clusters
 * as the recall allows, measured through ONNX Runtime on the version's own users.
 *
 * <p>Threading: the builder's thread.
 */
final class ClusteredVersion {
  private static final Logger LOG = LoggerFactory.getLogger(ClusteredVersion.class);

  private final SnapshotSource source;
  private final SnapshotHeader header;
  private final TableShapes shapes;
  private final SnapshotDraft draft;
  private final float[] priors;

  ClusteredVersion(
      SnapshotSource source, SnapshotHeader header, TableShapes shapes, SnapshotDraft draft) {
    this.source = source;
    this.header = header;
    this.shapes = shapes;
    this.draft = draft;
    this.priors = new float[source.itemCount()];
    Scoring scoring = header.scoring();
    for (int item = 0; item < priors.length; item++) {
      priors[item] = scoring.prior((float) source.popularity(item), (float) source.trend(item));
    }
  }

  /**
   * Writes the tables of clusters and {@code model.onnx}; {@code exact.onnx} is in the draft.
   *
   * @param earlier means of the parent's clusters, null if it has none
   * @return empty if half of all clusters do not give the recall
   */
  Optional<Manifest.Retrieval> write(
      RetrievalSettings settings, Answers.Loader loader, float @Nullable [] earlier)
      throws IOException {
    long startNs = System.nanoTime();
    Clusters clusters =
        Clusters.of(
            new ItemPoints(source, priors, header.scoring().temperature()),
            settings.clusterCount(priors.length),
            settings.slots(),
            earlier,
            new Generator(header.version()));
    ClusterWriter tables = new ClusterWriter(source, header.scoring(), clusters, draft);
    tables.write();
    long clusteredNs = System.nanoTime();
    List<Query> queries = queries(settings.sampledQueries());
    ProbeChoice choice = new ProbeChoice(queries, exact(loader, queries), settings.recall());
    int most = Math.max(1, clusters.count() / 2);
    Optional<ProbeChoice.Choice> chosen =
        choice.choose(
            most, probes -> open(loader, search(settings, clusters, probes, tables.codeScale())));
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    Search search = search(settings, clusters, chosen.get().probes(), tables.codeScale());
    writeGraph(search);
    LOG.info(
        "{} clusters of {} items in {} ms, {} of them give recall@100 {}, found in {} ms",
        search.clusters(),
        priors.length,
        (clusteredNs - startNs) / 1_000_000,
        search.probes(),
        chosen.get().recall100(),
        (System.nanoTime() - clusteredNs) / 1_000_000);
    return Optional.of(
        new Manifest.Retrieval(
            search.clusters(),
            search.slots(),
            search.probes(),
            search.rescored(),
            queries.size(),
            chosen.get().recall10(),
            chosen.get().recall100(),
            probeRecall(loader)));
  }

  /** Through the graph that is in the draft. */
  private double probeRecall(Answers.Loader loader) throws IOException {
    List<Query> probes = new ProbeQueries(source, header.scoring()).choose();
    int results = SnapshotWriter.PROBE_RESULTS;
    long expected = 0;
    long found = 0;
    try (Answers exact = load(loader, SnapshotFiles.EXACT_MODEL);
        Answers clustered = load(loader, SnapshotFiles.MODEL)) {
      List<int[]> expectedRows = exact.best(probes, results);
      List<int[]> answers = clustered.best(probes, results);
      for (int probe = 0; probe < probes.size(); probe++) {
        int[] answered = IntStream.of(answers.get(probe)).sorted().toArray();
        expected += expectedRows.get(probe).length;
        found +=
            IntStream.of(expectedRows.get(probe))
                .filter(row -> Arrays.binarySearch(answered, row) >= 0)
                .count();
      }
    }
    return expected == 0 ? 1 : (double) found / expected;
  }

  private static Search search(
      RetrievalSettings settings, Clusters clusters, int probes, float codeScale) {
    int rescored = Math.min(settings.rescored(), probes * clusters.slots());
    return new Search(clusters.count(), clusters.slots(), probes, rescored, codeScale);
  }

  private void writeGraph(Search search) throws IOException {
    GraphWriter.write(
        draft.file(SnapshotFiles.MODEL),
        ClusteredGraphWriter.graph(shapes, header.scoring(), search));
  }

  private Answers open(Answers.Loader loader, Search search) throws IOException {
    writeGraph(search);
    return load(loader, SnapshotFiles.MODEL);
  }

  private List<int[]> exact(Answers.Loader loader, List<Query> queries) throws IOException {
    try (Answers exact = load(loader, SnapshotFiles.EXACT_MODEL)) {
      return exact.best(queries, ProbeChoice.RESULTS);
    }
  }

  private Answers load(Answers.Loader loader, String file) throws IOException {
    return loader.load(draft.file(file), header.scoring(), shapes.dimension(), priors);
  }

  /** Users evenly spread over the rows, without what they have; without users the empty query. */
  private List<Query> queries(int most) {
    int count = Math.min(most, source.userCount());
    List<Query> queries = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      int user = (int) ((long) index * source.userCount() / count);
      queries.add(new Query(user + 1, boxed(source.history(user)), boxed(source.seen(user))));
    }
    return queries.isEmpty() ? List.of(new Query(0, List.of(), List.of())) : queries;
  }

  private static List<Integer> boxed(int[] rows) {
    return IntStream.of(rows).boxed().toList();
  }
}
