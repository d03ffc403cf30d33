package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of every graph that says which items' scores differ from product and bias, and by how
 * much: affinities of the history's neighbours, and -inf for exclusions.
 *
 * <pre>
 *   history_rows --Gather(neighbours)-----------------Reshape [B, H T]--+
 *   exclusions -------------------------------------------------[B, E]--Concat = changed_rows
 *
 *   history_rows --Gather(affinities)--Mul(weights)---Reshape [B, H T]--+
 *   -inf -------------------------------------------------------[B, E]--Concat = changes
 * </pre>
 *
 * <p>A row may be there several times. Without neighbours (T = 0) the exclusions are alone.
 */
final class GraphChanges {
  /** Output, int32 [B, X]; -1 where an exclusion is padding. */
  static final String ROWS = "changed_rows";

  /** Output, float32 [B, X]. */
  static final String CHANGES = "changes";

  private final GraphNodes nodes;
  private final TableShapes shapes;

  GraphChanges(GraphNodes nodes, TableShapes shapes) {
    this.nodes = nodes;
    this.shapes = shapes;
  }

  void add() {
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
    nodes.add("Concat", "rows whose scores change", rows, ROWS, columns);
    nodes.add("Concat", "what is added to each", changes, CHANGES, columns);
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
        OnnxParts.attribute("value", OnnxParts.float32("", Float.NEGATIVE_INFINITY)));
  }
}
