package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.serving.GoldenStore;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCloserTest {
  @Test
  void aModelWhoseSessionDoesNotCloseGivesItsFilesAndItsPlaceBack(@TempDir Path root)
      throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    golden.put(3, 2);
    LoadedModel broken = withClosedSession(golden.store().open(GoldenStore.MODEL, 2));
    LoadedModel whole = TestModels.load(golden, 3);
    Queue<LoadedModel> closed = new ConcurrentLinkedQueue<>();
    try (ModelCloser closer = new ModelCloser(LoadPriority.NORMAL, closed::add)) {
      closer.accept(broken);
      closer.accept(whole);
    }
    assertThat(closed).containsExactly(broken, whole).allMatch(LoadedModel::isClosed);
  }

  /** ONNX Runtime refuses to close a session once more. */
  private static LoadedModel withClosedSession(StoredSnapshot snapshot) throws Exception {
    Arena files = Arena.ofShared();
    ItemRows items = new ItemRows(snapshot, files, LoadPace.UNLIMITED);
    UserRows users = new UserRows(snapshot, items.count(), files, LoadPace.UNLIMITED);
    FloatBuffer values =
        files
            .allocate(ValueLayout.JAVA_FLOAT, items.count())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    RetrievalGraph graph = RetrievalGraph.open(snapshot, 1, Prepacking.OFF);
    OnnxTensor bias = graph.bias(values);
    graph.close();
    return new LoadedModel(
        snapshot.manifest(),
        items,
        users,
        new EmbeddingTables(snapshot, files),
        new LoadedModel.ScoredGraph(
            graph,
            bias,
            values,
            new BiasPool(graph, values, files),
            new RankingQueue(graph::rank, graph::rankExactly, bias, Inference.INLINE)),
        files);
  }
}
