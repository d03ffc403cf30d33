package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;

/**
 * The first part of every retrieval graph: the unit query of user and history.
 *
 * <pre>
 *   user_row --Gather(users)--+
 *   user_vector --------------Add--+
 *   history_rows --Gather(history)-+--MatMul--Add = raw --ReduceL2--Max(1e-8)--Div = query
 *   history_weights ---------------+
 * </pre>
 */
final class QueryNodes {
  /** Output, float32 {@code [B, d]}. */
  static final String QUERY = "query";

  /** Initializer, int64 {@code [1]}: 1. */
  static final String AXIS_1 = "axis_1";

  private QueryNodes() {}

  /** Adds users and history items. */
  static void declareTables(GraphProto.Builder graph, GraphWriter.TableShapes shapes) {
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

  /** Adds the constants and nodes. */
  static void add(GraphProto.Builder graph) {
    graph
        .addInitializer(OnnxParts.int64(AXIS_1, 1))
        .addInitializer(OnnxParts.float32("empty_norm", Scoring.EMPTY_NORM));
    add(graph, "Gather", "e_u", List.of("users", GraphNames.USER_ROW), "user_rows");
    add(graph, "Add", "e_u as known now", List.of("user_rows", GraphNames.USER_VECTOR), "user");
    add(graph, "Gather", "h(j_a)", List.of("history", GraphNames.HISTORY_ROWS), "history_gathered");
    add(
        graph,
        "Unsqueeze",
        "weights as [B, 1, H]",
        List.of(GraphNames.HISTORY_WEIGHTS, AXIS_1),
        "history_weights_3d");
    add(
        graph,
        "MatMul",
        "weighted sum of the history, [B, 1, d]",
        List.of("history_weights_3d", "history_gathered"),
        "history_pooled_3d");
    add(graph, "Squeeze", "[B, d]", List.of("history_pooled_3d", AXIS_1), "history_pooled");
    add(graph, "Add", "raw(u)", List.of("user", "history_pooled"), "raw");
    add(graph, "ReduceL2", "|raw|, [B, 1]", List.of("raw", AXIS_1), "raw_norm");
    add(graph, "Max", "an empty query stays zero", List.of("raw_norm", "empty_norm"), "safe_norm");
    add(graph, "Div", "q(u)", List.of("raw", "safe_norm"), QUERY);
  }

  private static void add(
      GraphProto.Builder graph, String operator, String doc, List<String> inputs, String output) {
    graph.addNode(OnnxParts.node(operator, doc, inputs, output));
  }
}
