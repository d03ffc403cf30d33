package io.eddyline.learner.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.snapshot.gate.OnnxAnswers;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusteredSnapshotTest {
  /** Of serving's tests: a clustered version, made by {@code -Dgolden.write=true}. */
  private static final Path GOLDEN =
      Path.of("..", "serving", "src", "test", "resources", "snapshots");

  @TempDir Path root;

  @Test
  void looksAtAsManyClustersAsTheRecallAsksFor() throws Exception {
    Manifest.Retrieval modest = retrieval(write(1, "0.6"));
    Manifest.Retrieval strict = retrieval(write(2, "0.8"));

    assertThat(modest.recall100()).isBetween(0.6, 1.0);
    assertThat(strict.recall100()).isBetween(0.8, 1.0);
    assertThat(strict.probes()).isGreaterThan(modest.probes());
    assertThat(modest.clusters()).isBetween(100, 110);
    assertThat(modest.slots()).isEqualTo(16);
    assertThat(modest.sampledQueries()).isEqualTo(50);
  }

  @Test
  void carriesBothGraphsAndSoundTables() throws Exception {
    StoredSnapshot snapshot = write(1, "0.6");
    snapshot.verify();
    assertThat(snapshot.manifest().files())
        .containsKeys(SnapshotFiles.MODEL, SnapshotFiles.EXACT_MODEL)
        .containsKeys(SnapshotFiles.OF_CLUSTERS.toArray(new String[0]));
  }

  @Test
  void isExactWhereClustersDoNotReachTheRecall() throws Exception {
    StoredSnapshot snapshot = write(1, "1");
    assertThat(snapshot.manifest().retrieval()).isNull();
    assertThat(snapshot.manifest().files())
        .containsKey(SnapshotFiles.MODEL)
        .doesNotContainKey(SnapshotFiles.EXACT_MODEL)
        .doesNotContainKeys(SnapshotFiles.OF_CLUSTERS.toArray(new String[0]));
    StoredSnapshot exact =
        new SnapshotWriter(new FileSnapshotStore(root.resolve("exact")))
            .write(rows(), RandomRows.header(1))
            .snapshot();
    assertThat(snapshot.file(SnapshotFiles.MODEL))
        .hasSameBinaryContentAs(exact.file(SnapshotFiles.MODEL));
  }

  @Test
  void clustersLargeCataloguesOnly() throws Exception {
    Map<String, String> settings = Map.of("auto-items", "1200", "recall", "0.5", "slots", "16");
    assertThat(write(1, settings).manifest().retrieval()).isNotNull();
    Map<String, String> larger = Map.of("auto-items", "1201", "recall", "0.5", "slots", "16");
    assertThat(write(2, larger).manifest().retrieval()).isNull();
  }

  @Test
  void startsFromTheParentsClusters() throws Exception {
    var store = new FileSnapshotStore(root);
    int stride = ItemPoints.stride(24);
    assertThat(EarlierClusters.means(store, RandomRows.header(2), 24, stride)).isNull();
    StoredSnapshot parent = write(1, "0.6");
    assertThat(EarlierClusters.means(store, RandomRows.header(2), 24, stride))
        .hasSize(retrieval(parent).clusters() * stride);
    Files.write(parent.file(SnapshotFiles.CENTROIDS), new byte[8]);
    assertThat(EarlierClusters.means(store, RandomRows.header(2), 24, stride)).isNull();
  }

  @Test
  void countsRecallPerQuery() {
    List<int[]> exact = List.of(new int[] {1, 2, 3, 4}, new int[0], new int[] {5});
    List<int[]> answers = List.of(new int[] {4, 1, 9, 8}, new int[0], new int[] {5});
    assertThat(ProbeChoice.recall(exact, answers, 4)).isEqualTo(0.75);
    assertThat(ProbeChoice.recall(exact, answers, 2)).isEqualTo(0.75);
    assertThat(ProbeChoice.recall(exact, answers, 1)).isEqualTo(0.5);
  }

  @Test
  void goldenClusteredSnapshotIsSound() throws Exception {
    FileSnapshotStore store = new FileSnapshotStore(GOLDEN);
    if (Boolean.getBoolean("golden.write") && store.versions("clustered").isEmpty()) {
      SnapshotHeader header = RandomRows.header(1);
      new SnapshotWriter(store, settings(Map.of("recall", "0.7", "slots", "16")), OnnxAnswers::load)
          .write(
              new RandomRows(8, 400, 26, 8),
              new SnapshotHeader(
                  "clustered",
                  1,
                  null,
                  header.createdAtMs(),
                  header.scoring(),
                  header.offsets(),
                  header.trainedEvents(),
                  header.metrics()));
    }
    StoredSnapshot golden = store.open("clustered", 1);
    golden.verify();
    assertThat(golden.manifest().retrieval()).isNotNull();
  }

  private StoredSnapshot write(long version, String recall) throws Exception {
    return write(version, Map.of("kind", "clustered", "recall", recall, "slots", "16"));
  }

  private StoredSnapshot write(long version, Map<String, String> settings) throws Exception {
    return new SnapshotWriter(new FileSnapshotStore(root), settings(settings), OnnxAnswers::load)
        .write(rows(), RandomRows.header(version))
        .snapshot();
  }

  private static RandomRows rows() {
    return new RandomRows(21, 1200, 50, 24);
  }

  private static RetrievalSettings settings(Map<String, String> values) {
    var all = new HashMap<>(Map.of("kind", "clustered", "sampled-queries", "64"));
    all.putAll(values);
    if (values.containsKey("auto-items")) {
      all.put("kind", "auto");
    }
    return RecordSettings.bind(RetrievalSettings.class, all);
  }

  private static Manifest.Retrieval retrieval(StoredSnapshot snapshot) {
    Manifest.Retrieval retrieval = snapshot.manifest().retrieval();
    if (retrieval == null) {
      throw new AssertionError("the version is exact");
    }
    return retrieval;
  }
}
