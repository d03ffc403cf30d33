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
 *   query --Gemm(items^T, alpha = 1 / tau, C = bias) = all_scores        query: {@link QueryNodes}
 *
 *   history_rows --Gather(neighbours)----------------------------Reshape [B, H T]-- indices
 *   history_rows --Gather(affinities)--Mul(neighbour_weights)----Reshape [B, H T]-- updates
 *
 *   all_scores --ScatterElements(add updates at indices)--ScatterND(-inf at exclusions)--TopK
 * </pre>
 *
 * <p>ScatterElements adds every update, also of equal indices, and leaves what is hidden at -inf.
 * Without neighbours (T = 0) it and what leads to it is not there.
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
   * @param neighbours T, columns of neighbours.i32 and affinities.f32
   */
  record TableShapes(int items, int users, int dimension, int neighbours) {}

  private GraphWriter(TableShapes shapes, Scoring scoring) {
    this.shapes = shapes;
    this.scoring = scoring;
  }

  /** Writes the graph; its tables must stand in the same folder when it is loaded. */
  static void write(Path file, TableShapes shapes, Scoring scoring) throws IOException {
    write(file, new GraphWriter(shapes, scoring).build());
  }

  /** Writes any graph over a version's tables. */
  static void write(Path file, GraphProto graph) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("eddyline")
            .setDomain("io.eddyline")
            .setDocString(
                "A snapshot of an Eddyline model; its tables are external data beside it.")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph)
            .build();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.writeTo(out);
    }
  }

  private GraphProto build() {
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
    QueryNodes.add(graph);
    String scores = addScores();
    addRetrieval(shapes.neighbours() == 0 ? scores : addNeighbours(scores));
    return graph.build();
  }

  private void declareTables() {
    QueryNodes.declareTables(graph, shapes);
    graph.addInitializer(
            OnnxParts.externalTable(
                "items",
                DataType.FLOAT,
                SnapshotFiles.ITEMS,
                shapes.items(),
                shapes.dimension(),
                "normalise(e_i), how an item looks as a candidate"));
  }

  private String addScores() {
    graph.addNode(
        OnnxParts.node(
                "Gemm",
                "q . items^T / tau + bias, [B, N]",
                List.of(QueryNodes.QUERY, "items", GraphNames.BIAS),
                "all_scores")
            .addAttribute(OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())))
            .addAttribute(OnnxParts.attribute("transB", 1)));
    return "all_scores";
  }

  private String addNeighbours(String scores) {
    graph
        .addInitializer(
            OnnxParts.externalTable(
                "neighbours",
                DataType.INT32,
                SnapshotFiles.NEIGHBOURS,
                shapes.items(),
                shapes.neighbours(),
                "item rows of the greatest affinity to each item"))
        .addInitializer(
            OnnxParts.externalTable(
                "affinities",
                DataType.FLOAT,
                SnapshotFiles.AFFINITIES,
                shapes.items(),
                shapes.neighbours(),
                "affinity(j, i) of each neighbour; 0 for padding"))
        .addInitializer(OnnxParts.int64("axis_2", 2))
        .addInitializer(OnnxParts.int64("all_slots", 0, -1));
    add(
        "Gather",
        "neighbours, [B, H, T]",
        List.of("neighbours", GraphNames.HISTORY_ROWS),
        "neighbour_rows_3d");
    add("Reshape", "[B, H T]", List.of("neighbour_rows_3d", "all_slots"), "neighbour_rows");
    add(
        "Gather",
        "neighbours, [B, H, T]",
        List.of("affinities", GraphNames.HISTORY_ROWS),
        "affinities_3d");
    add(
        "Unsqueeze",
        "weights as [B, H, 1]",
        List.of(GraphNames.NEIGHBOUR_WEIGHTS, "axis_2"),
        "neighbour_weights_3d");
    add(
        "Mul",
        "weighted affinities, [B, H, T]",
        List.of("affinities_3d", "neighbour_weights_3d"),
        "weighted_affinities_3d");
    add(
        "Reshape",
        "[B, H T]",
        List.of("weighted_affinities_3d", "all_slots"),
        "weighted_affinities");
    graph.addNode(
        OnnxParts.node(
                "ScatterElements",
                "scores with the affinities added, [B, N]",
                List.of(scores, "neighbour_rows", "weighted_affinities"),
                "neighbour_scores")
            .addAttribute(OnnxParts.attribute("axis", 1))
            .addAttribute(OnnxParts.attribute("reduction", "add")));
    return "neighbour_scores";
  }

  private void addRetrieval(String scores) {
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
        List.of(scores, GraphNames.EXCLUSIONS, "excluded_scores"),
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
