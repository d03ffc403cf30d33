package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
 * The retrieval graph of {@link GraphNames} as {@code model.onnx}.
 *
 * <pre>
 *   user_row --Gather(users)--+
 *   user_vector --------------Add--+
 *   history_rows --Gather(history)-+--MatMul--Add = raw
 *   history_weights ---------------+
 *
 *   raw --ReduceL2--Max(1e-8)--Div--Gemm(items^T, alpha = 1 / tau, C = bias)--ScatterND(-inf at exclusions)--TopK
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

  /**
   * Sizes of the tables.
   *
   * @param items rows of items.f32 and history.f32, at least 1
   * @param users rows of users.f32, with the unknown user
   * @param dimension floats a row
   */
  record TableShapes(int items, int users, int dimension) {}

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
                + " pairs in exclusions score -inf.");
    declareInterface();
    declareConstants();
    addQuery();
    addRetrieval();
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("eddyline")
        .setDomain("io.eddyline")
        .setDocString("A snapshot of an Eddyline model; its tables are external data beside it.")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void declareInterface() {
    List<Object> batch = List.of("B");
    List<Object> slots = List.of("B", "H");
    List<Object> results = List.of("B", "K");
    graph
        .addInput(
            OnnxParts.value(
                GraphNames.USER_ROW, DataType.INT64, batch, "row of users; 0 is the unknown user"))
        .addInput(
            OnnxParts.value(
                GraphNames.USER_VECTOR,
                DataType.FLOAT,
                List.of("B", shapes.dimension()),
                "added to the user's row; zeros unless a newer vector is known"))
        .addInput(
            OnnxParts.value(
                GraphNames.HISTORY_ROWS, DataType.INT64, slots, "item rows, newest first"))
        .addInput(
            OnnxParts.value(
                GraphNames.HISTORY_WEIGHTS,
                DataType.FLOAT,
                slots,
                "coefficient of each history item; 0 for padding"))
        .addInput(
            OnnxParts.value(
                GraphNames.BIAS,
                DataType.FLOAT,
                List.of(shapes.items()),
                "added to every query's scores; -inf hides an item"))
        .addInput(
            OnnxParts.value(
                GraphNames.EXCLUSIONS,
                DataType.INT64,
                List.of("E", 2),
                "(query, item row) pairs that must not be answered"))
        .addInput(
            OnnxParts.value(
                GraphNames.K, DataType.INT64, List.of(1), "results a query, at most the items"))
        .addOutput(
            OnnxParts.value(GraphNames.ITEM_ROWS, DataType.INT64, results, "item rows, best first"))
        .addOutput(
            OnnxParts.value(
                GraphNames.SCORES,
                DataType.FLOAT,
                results,
                "score of each; -inf marks a filler that was excluded or hidden"));
  }

  private void declareConstants() {
    graph
        .addInitializer(
            OnnxParts.externalTable(
                "users",
                SnapshotFiles.USERS,
                shapes.users(),
                shapes.dimension(),
                "e_u a user; row 0 is zero, the unknown user"))
        .addInitializer(
            OnnxParts.externalTable(
                "history",
                SnapshotFiles.HISTORY,
                shapes.items(),
                shapes.dimension(),
                "h(i) = K(i) + c_i, how an item looks as history"))
        .addInitializer(
            OnnxParts.externalTable(
                "items",
                SnapshotFiles.ITEMS,
                shapes.items(),
                shapes.dimension(),
                "normalise(e_i), how an item looks as a candidate"))
        .addInitializer(OnnxParts.int64("axis_1", 1))
        .addInitializer(OnnxParts.float32("empty_norm", Scoring.EMPTY_NORM));
  }

  private void addQuery() {
    add("Gather", "e_u", List.of("users", GraphNames.USER_ROW), "user_rows");
    add("Add", "e_u as known now", List.of("user_rows", GraphNames.USER_VECTOR), "user");
    add("Gather", "h(j_a)", List.of("history", GraphNames.HISTORY_ROWS), "history_gathered");
    add(
        "Unsqueeze",
        "weights as [B, 1, H]",
        List.of(GraphNames.HISTORY_WEIGHTS, "axis_1"),
        "history_weights_3d");
    add(
        "MatMul",
        "weighted sum of the history, [B, 1, d]",
        List.of("history_weights_3d", "history_gathered"),
        "history_pooled_3d");
    add("Squeeze", "[B, d]", List.of("history_pooled_3d", "axis_1"), "history_pooled");
    add("Add", "raw(u)", List.of("user", "history_pooled"), "raw");
    add("ReduceL2", "|raw|, [B, 1]", List.of("raw", "axis_1"), "raw_norm");
    add("Max", "an empty query stays zero", List.of("raw_norm", "empty_norm"), "safe_norm");
    add("Div", "q(u)", List.of("raw", "safe_norm"), "query");
  }

  private void addRetrieval() {
    graph.addNode(
        OnnxParts.node(
                "Gemm",
                "q . items^T / tau + bias, [B, N]",
                List.of("query", "items", GraphNames.BIAS),
                "all_scores")
            .addAttribute(OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())))
            .addAttribute(OnnxParts.attribute("transB", 1)));
    graph.addNode(
        OnnxParts.node("Shape", "E", List.of(GraphNames.EXCLUSIONS), "exclusion_count")
            .addAttribute(OnnxParts.attribute("start", 0))
            .addAttribute(OnnxParts.attribute("end", 1)));
    TensorProto hidden = OnnxParts.float32("", Float.NEGATIVE_INFINITY);
    graph.addNode(
        OnnxParts.node(
                "ConstantOfShape", "-inf, E times", List.of("exclusion_count"), "excluded_scores")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("value")
                    .setType(AttributeType.TENSOR)
                    .setT(hidden)));
    add(
        "ScatterND",
        "scores with the exclusions hidden",
        List.of("all_scores", GraphNames.EXCLUSIONS, "excluded_scores"),
        "eligible_scores");
    graph.addNode(
        OnnxParts.node(
                "TopK",
                "the best k, best first",
                List.of("eligible_scores", GraphNames.K),
                GraphNames.SCORES)
            .addOutput(GraphNames.ITEM_ROWS)
            .addAttribute(OnnxParts.attribute("axis", 1)));
  }

  private void add(String operator, String doc, List<String> inputs, String output) {
    NodeProto.Builder node = OnnxParts.node(operator, doc, inputs, output);
    graph.addNode(node);
  }
}
