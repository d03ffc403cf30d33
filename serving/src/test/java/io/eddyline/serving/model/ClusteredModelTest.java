package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version whose graph looks at a part of its 400 items. */
class ClusteredModelTest {
  private static final int ITEMS = 400;

  @TempDir Path root;
  private GoldenStore golden;
  private Path folder;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    golden = new GoldenStore(root);
    folder = golden.putClustered();
  }

  @Test
  void answersAsManyAsAreEligible() throws Exception {
    try (LoadedModel model = load()) {
      long available = IntStream.range(0, ITEMS).filter(model.items()::isAvailable).count();
      for (int user = 0; user <= 26; user++) {
        int[] excluded = model.users().seen(user);
        RetrievalQuery query =
            RetrievalQuery.of(
                model.scoring(), user, model.users().history(user), new float[0], excluded);
        for (int k : new int[] {1, 10, 130, ITEMS}) {
          assertThat(model.rank(query, k).size())
              .as("user %d, k %d", user, k)
              .isGreaterThanOrEqualTo((int) Math.min(k, available - excluded.length))
              .isLessThanOrEqualTo(k);
        }
      }
    }
  }

  @Test
  void givesTheScoresOfTheExactGraph() throws Exception {
    try (RetrievalGraph graph = graph();
        OnnxTensor bias = bias(graph, 0, ITEMS)) {
      RetrievalQuery query = query(3);
      Ranking exact = graph.rankExactly(List.of(query), bias, new int[] {ITEMS}).getFirst();
      float[] scoreOf = new float[ITEMS];
      for (int rank = 0; rank < exact.size(); rank++) {
        scoreOf[exact.row(rank)] = exact.score(rank);
      }
      Ranking clustered = graph.search(List.of(query), bias, new int[] {50}).getFirst();
      assertThat(clustered.size()).isEqualTo(50);
      Set<Integer> rows = new HashSet<>();
      for (int rank = 0; rank < 50; rank++) {
        assertThat(clustered.score(rank)).isCloseTo(scoreOf[clustered.row(rank)], within(1e-4f));
        assertThat(rows.add(clustered.row(rank))).isTrue();
      }
    }
  }

  @Test
  void answersExactlyWhereFewItemsAreEligible() throws Exception {
    try (RetrievalGraph graph = graph()) {
      for (int first = 0; first < ITEMS; first += 50) {
        try (OnnxTensor bias = bias(graph, first, first + 3)) {
          Ranking ranking = graph.rank(query(5), bias, 10);
          Set<Integer> rows = new HashSet<>();
          for (int rank = 0; rank < ranking.size(); rank++) {
            rows.add(ranking.row(rank));
          }
          assertThat(rows).containsExactlyInAnyOrder(first, first + 1, first + 2);
        }
      }
    }
  }

  @Test
  void refusesAnItemInTwoSlots() throws Exception {
    byte[] rows = Files.readAllBytes(folder.resolve(SnapshotFiles.CLUSTER_ROWS));
    System.arraycopy(rows, 0, rows, 16 * Integer.BYTES, Integer.BYTES);
    GoldenStore.replace(folder, SnapshotFiles.CLUSTER_ROWS, rows);
    assertRefused(RefusalReason.CONTENT, "cluster-rows.i32: slot 16 holds item row");
  }

  @Test
  void refusesClustersThatLoseItems() throws Exception {
    byte[] rows = Files.readAllBytes(folder.resolve(SnapshotFiles.CLUSTER_ROWS));
    ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN).putInt(0, -1);
    GoldenStore.replace(folder, SnapshotFiles.CLUSTER_ROWS, rows);
    assertRefused(RefusalReason.CONTENT, "399 slots are filled");
  }

  @Test
  void refusesTablesOfAnotherSize() throws Exception {
    byte[] codes = Files.readAllBytes(folder.resolve(SnapshotFiles.CLUSTER_CODES));
    GoldenStore.replace(
        folder, SnapshotFiles.CLUSTER_CODES, Arrays.copyOf(codes, codes.length - 1));
    assertRefused(RefusalReason.CONTENT, "cluster-codes.i8");
  }

  @Test
  void refusesGraphThatMissesMoreThanTheBuilderSaw() throws Exception {
    byte[] priors = Files.readAllBytes(folder.resolve(SnapshotFiles.CLUSTER_PRIORS));
    FloatBuffer values = ByteBuffer.wrap(priors).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int cluster = 0; cluster < values.limit(); cluster++) {
      values.put(cluster, cluster % 2 == 0 ? -1e6f : 0);
    }
    GoldenStore.replace(folder, SnapshotFiles.CLUSTER_PRIORS, priors);
    GoldenStore.editManifest(
        folder, manifest -> ((ObjectNode) manifest.get("retrieval")).put("probeRecall", 0.99));
    assertRefused(RefusalReason.PROBE, "expected a share of 0.99");
  }

  private RetrievalGraph graph() throws Exception {
    return RetrievalGraph.open(golden.store().open(GoldenStore.CLUSTERED, 1), 1, Prepacking.AUTO);
  }

  private RetrievalQuery query(int user) throws IOException {
    Scoring scoring = golden.store().open(GoldenStore.CLUSTERED, 1).manifest().scoring();
    return RetrievalQuery.of(scoring, user, new int[] {user, 7}, new float[0], new int[0]);
  }

  /** 0 for rows in [from, to), the others are hidden. */
  private static OnnxTensor bias(RetrievalGraph graph, int from, int to) throws Exception {
    FloatBuffer values =
        ByteBuffer.allocateDirect(ITEMS * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int row = 0; row < ITEMS; row++) {
      values.put(row, row >= from && row < to ? 0 : Float.NEGATIVE_INFINITY);
    }
    return graph.bias(values);
  }

  private LoadedModel load() throws IOException {
    return new ModelLoader(golden.store(), Inference.INLINE)
        .load(new ModelVersion(GoldenStore.CLUSTERED, 1, null), LoadPace.UNLIMITED);
  }

  private void assertRefused(RefusalReason reason, String message) {
    assertThatThrownBy(() -> load().close())
        .isInstanceOfSatisfying(
            ModelRefusedException.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }
}
