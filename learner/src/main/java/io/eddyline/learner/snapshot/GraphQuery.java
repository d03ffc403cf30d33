package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;

/**
 * The first part of every graph: the unit query of user and history.
 *
 * <pre>
 *   user_row --Gather(users)--+
 *   user_vector --------------Add--+
 *   history_rows --Gather(history)-+--MatMul--Add = raw--ReduceL2--Max(1e-8)--Div = query
 *   history_weights ---------------+
 * </pre>
 */
final class GraphQuery {
  private final GraphNodes nodes;
  private final TableShapes shapes;

  GraphQuery(GraphNodes nodes, TableShapes shapes) {
    this.nodes = nodes;
    this.shapes = shapes;
  }

  /**
   * Adds tables and nodes.
   *
   * @return the unit queries, [B, d]
   */
  String add() {
    declareTables();
    nodes.int64("axis_1", 1);
    nodes.constant(OnnxParts.float32("empty_norm", Scoring.EMPTY_NORM));
    return addQuery();
  }

  private void declareTables() {
    nodes.constant(
        OnnxParts.externalTable(
            "users",
            DataType.FLOAT,
            SnapshotFiles.USERS,
            shapes.users(),
            shapes.dimension(),
            "e_u a user; row 0 is zero, the unknown user"));
    nodes.constant(
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
