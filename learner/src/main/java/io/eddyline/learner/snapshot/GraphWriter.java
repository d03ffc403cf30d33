package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The retrieval graph of {@link GraphNames} as {@code model.onnx}: the query, its scores ({@link
 * GraphScores}), the best of them ({@link GraphTopItems}).
 *
 * <pre>
 *   user_row --Gather(users)--+
 *   user_vector --------------Add--+
 *   history_rows --Gather(history)-+--MatMul--Add = raw--ReduceL2--Max(1e-8)--Div = query
 *   history_weights ---------------+
 * </pre>
 *
 * <p>Opset 18 in IR version 8, so that any ONNX Runtime from 1.14 on runs it. The tables stay
 * outside as external data, which ONNX Runtime maps instead of copying.
 */
final class GraphWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 18;

  private final TableShapes shapes;
  private final Scoring scoring;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final GraphNodes nodes = new GraphNodes(graph);

  /**
   * Sizes of the tables.
   *
   * @param items rows of items.f32 and history.f32, at least 1
   * @param users rows of users.f32, with the unknown user
   * @param dimension floats a row
   * @param neighbours T, columns of neighbours.i32 and affinities.f32
   */
  record TableShapes(int items, int users, int dimension, int neighbours) {
    /** M, rows of items.f32. */
    int paddedItems() {
      return SnapshotFiles.paddedItems(items);
    }
  }

  private GraphWriter(TableShapes shapes, Scoring scoring) {
    this.shapes = shapes;
    this.scoring = scoring;
  }

  /** Writes the graph; its tables must stand in the same folder when it is loaded. */
  static void write(Path file, TableShapes shapes, Scoring scoring) throws IOException {
    ModelProto model = new GraphWriter(shapes, scoring).model();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.writeTo(out);
    }
  }

  private ModelProto model() {
    graph
        .setName("eddyline-retrieval")
        .setDocString(
            "Scores every item for each query and answers the best k. "
                + "raw = users[user_row] + user_vector + sum_h history_weights[h] * "
                + "history[history_rows[h]]; score = raw / max(|raw|, 1e-8) . items^T / tau + bias;"
                + " score[neighbours[history_rows[h], t]] += neighbour_weights[h] * "
                + "affinities[history_rows[h], t]; pairs in exclusions score -inf.");
    GraphInterface.declare(graph, shapes);
    declareTables();
    nodes.int64("axis_1", 1);
    nodes.constant(OnnxParts.float32("empty_norm", Scoring.EMPTY_NORM));
    String scores = new GraphScores(nodes, shapes, scoring).add(addQuery());
    new GraphTopItems(nodes, shapes).add(scores);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("eddyline")
        .setDomain("io.eddyline")
        .setDocString("A snapshot of an Eddyline model; its tables are external data beside it.")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void declareTables() {
    graph
        .addInitializer(
            OnnxParts.externalTable(
                "users",
                DataType.FLOAT,
                SnapshotFiles.USERS,
                shapes.users(),
                shapes.dimension(),
                "e_u a user; row 0 is zero, the unknown user"))
        .addInitializer(
            OnnxParts.externalTable(
                "history",
                DataType.FLOAT,
                SnapshotFiles.HISTORY,
                shapes.items(),
                shapes.dimension(),
                "h(i) = K(i) + c_i, how an item looks as history"));
  }

  private String addQuery() {
    nodes.add("Gather", "e_u", List.of("users", GraphNames.USER_ROW), "user_rows");
    nodes.add("Add", "e_u as known now", List.of("user_rows", GraphNames.USER_VECTOR), "user");
    nodes.add("Gather", "h(j_a)", List.of("history", GraphNames.HISTORY_ROWS), "history_gathered");
    nodes.add(
        "Unsqueeze",
        "weights as [B, 1, H]",
        List.of(GraphNames.HISTORY_WEIGHTS, "axis_1"),
        "history_weights_3d");
    nodes.add(
        "MatMul",
        "weighted sum of the history, [B, 1, d]",
        List.of("history_weights_3d", "history_gathered"),
        "history_pooled_3d");
    nodes.add("Squeeze", "[B, d]", List.of("history_pooled_3d", "axis_1"), "history_pooled");
    nodes.add("Add", "raw(u)", List.of("user", "history_pooled"), "raw");
    nodes.add("ReduceL2", "|raw|, [B, 1]", List.of("raw", "axis_1"), "raw_norm");
    nodes.add("Max", "an empty query stays zero", List.of("raw_norm", "empty_norm"), "safe_norm");
    return nodes.add("Div", "q(u)", List.of("raw", "safe_norm"), "query");
  }
}
