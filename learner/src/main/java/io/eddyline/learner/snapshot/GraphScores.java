package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the graph that scores every item for each query.
 *
 * <pre>
 *   query --Gemm(items^T, alpha = 1 / tau, C = bias and -inf for padding) [B, M]----+
 *                                                                                   |
 *   history_rows --Gather(neighbours)-----------------Reshape [B, H T]--+           |
 *   exclusions -------------------------------------------------[B, E]--Concat      |
 *                                                                    rows           |
 *   history_rows --Gather(affinities)--Mul(weights)---Reshape [B, H T]--+   |       |
 *   -inf -------------------------------------------------------[B, E]--Concat      |
 *                                                                    changes        |
 *                                                            ScatterElements(add) [B, M]
 * </pre>
 *
 * <p>M is N with padding. ScatterElements adds every change, also of equal rows, leaves what is
 * hidden at -inf, and works where the scores are. Without neighbours (T = 0) the exclusions alone
 * are scattered.
 */
final class GraphScores {
  private final GraphNodes nodes;
  private final TableShapes shapes;
  private final Scoring scoring;

  GraphScores(GraphNodes nodes, TableShapes shapes, Scoring scoring) {
    this.nodes = nodes;
    this.shapes = shapes;
    this.scoring = scoring;
  }

  /**
   * Adds the nodes.
   *
   * @param query the unit queries, [B, d]
   * @return the scores, [B, M]
   */
  String add(String query) {
    nodes.constant(
        OnnxParts.externalTable(
            "items",
            DataType.FLOAT,
            SnapshotFiles.ITEMS,
            shapes.paddedItems(),
            shapes.dimension(),
            "normalise(e_i), how an item looks as a candidate; zeros as padding"));
    String products =
        nodes.add(
            "Gemm",
            "q . items^T / tau + bias, [B, M]",
            List.of(query, "items", paddedBias()),
            "products",
            OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())),
            OnnxParts.attribute("transB", 1));
    List<String> rows = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    if (shapes.neighbours() > 0) {
      nodes.int64("per_query", 0, -1);
      rows.add(neighbourRows());
      changes.add(affinities());
    }
    rows.add(excludedRows());
    changes.add(hidden());
    AttributeProto columns = OnnxParts.attribute("axis", 1);
    return nodes.add(
        "ScatterElements",
        "scores with affinities and exclusions added, [B, M]",
        List.of(
            products,
            nodes.add("Concat", "rows whose scores change", rows, "changed_rows", columns),
            nodes.add("Concat", "what is added to each", changes, "changes", columns)),
        "all_scores",
        columns,
        OnnxParts.attribute("reduction", "add"));
  }

  private String paddedBias() {
    nodes.int64("padding", 0, (long) shapes.paddedItems() - shapes.items());
    nodes.constant(OnnxParts.scalar("padding_score", Float.NEGATIVE_INFINITY));
    return nodes.add(
        "Pad",
        "bias of the items, -inf of the padding, [M]",
        List.of(GraphNames.BIAS, "padding", "padding_score"),
        "padded_bias");
  }

  /** Rows of the neighbours of each query's history, [B, H T]. */
  private String neighbourRows() {
    nodes.constant(
        OnnxParts.externalTable(
            "neighbours",
            DataType.INT32,
            SnapshotFiles.NEIGHBOURS,
            shapes.items(),
            shapes.neighbours(),
            "item rows of the greatest affinity to each item"));
    nodes.add(
        "Gather",
        "neighbours, [B, H, T]",
        List.of("neighbours", GraphNames.HISTORY_ROWS),
        "neighbour_rows_3d");
    return nodes.add(
        "Reshape", "[B, H T]", List.of("neighbour_rows_3d", "per_query"), "neighbour_rows");
  }

  /** The weighted affinities of the same neighbours, [B, H T]. */
  private String affinities() {
    nodes.constant(
        OnnxParts.externalTable(
            "affinities",
            DataType.FLOAT,
            SnapshotFiles.AFFINITIES,
            shapes.items(),
            shapes.neighbours(),
            "affinity(j, i) of each neighbour; 0 for padding"));
    nodes.int64("axis_2", 2);
    nodes.add(
        "Gather",
        "their affinities, [B, H, T]",
        List.of("affinities", GraphNames.HISTORY_ROWS),
        "affinities_3d");
    nodes.add(
        "Unsqueeze",
        "weights as [B, H, 1]",
        List.of(GraphNames.NEIGHBOUR_WEIGHTS, "axis_2"),
        "neighbour_weights_3d");
    nodes.add(
        "Mul",
        "weighted affinities, [B, H, T]",
        List.of("affinities_3d", "neighbour_weights_3d"),
        "weighted_affinities_3d");
    return nodes.add(
        "Reshape",
        "[B, H T]",
        List.of("weighted_affinities_3d", "per_query"),
        "weighted_affinities");
  }

  /** As int32, like the neighbours; -1 is the last row of the padding, which is hidden anyway. */
  private String excludedRows() {
    return nodes.add(
        "Cast",
        "exclusions as int32, [B, E]",
        List.of(GraphNames.EXCLUSIONS),
        "excluded_rows",
        OnnxParts.attribute("to", DataType.INT32.getNumber()));
  }

  private String hidden() {
    nodes.add("Shape", "B, E", List.of(GraphNames.EXCLUSIONS), "exclusions_shape");
    return nodes.add(
        "ConstantOfShape",
        "-inf, [B, E]",
        List.of("exclusions_shape"),
        "excluded_scores",
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(OnnxParts.float32("", Float.NEGATIVE_INFINITY))
            .build());
  }
}
