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
 *   query --Gemm(items^T, alpha = 1 / tau, C = bias and -inf for padding) [B, M]--Reshape [B M]--+
 *                                                                                            |
 *   history_rows --Gather(neighbours)--Add(b M)------------------Reshape [B H T]--+          |
 *   exclusions ---Mul(M, 1)--ReduceSum--------------------------------[E]---------Concat     |
 *                                                                              indices       |
 *   history_rows --Gather(affinities)--Mul(neighbour_weights)----Reshape [B H T]--+   |      |
 *   -inf, E times ------------------------------------------------[E]-------------Concat     |
 *                                                                              updates       |
 *                                                                  ScatterElements(add) [B M]
 * </pre>
 *
 * <p>M is N with padding. ScatterElements adds every update, also of equal indices, and leaves what
 * is hidden at -inf; it changes the scores where they are. Without neighbours (T = 0) the
 * exclusions alone are scattered.
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
   * @return the scores of the queries one after another, [B M]
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
    nodes.int64("everything", -1);
    String products =
        nodes.add(
            "Gemm",
            "q . items^T / tau + bias, [B, M]",
            List.of(query, "items", paddedBias()),
            "products",
            OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())),
            OnnxParts.attribute("transB", 1));
    nodes.add("Reshape", "[B M]", List.of(products, "everything"), "flat_products");
    List<String> indices = new ArrayList<>();
    List<String> updates = new ArrayList<>();
    if (shapes.neighbours() > 0) {
      indices.add(neighbourPlaces());
      updates.add(affinities());
    }
    indices.add(excludedPlaces());
    updates.add(hidden());
    AttributeProto first = OnnxParts.attribute("axis", 0);
    return nodes.add(
        "ScatterElements",
        "scores with affinities and exclusions added, [B M]",
        List.of(
            "flat_products",
            nodes.add("Concat", "places in [B M]", indices, "changed_places", first),
            nodes.add("Concat", "what is added there", updates, "changes", first)),
        "all_scores",
        first,
        OnnxParts.attribute("reduction", "add"));
  }

  private String paddedBias() {
    if (shapes.paddedItems() == shapes.items()) {
      return GraphNames.BIAS;
    }
    nodes.int64("padding_after", 0, shapes.paddedItems() - shapes.items());
    nodes.constant(
        OnnxParts.float32("padding_score", Float.NEGATIVE_INFINITY).toBuilder()
            .clearDims()
            .build());
    return nodes.add(
        "Pad",
        "bias of the items, -inf of the padding, [M]",
        List.of(GraphNames.BIAS, "padding_after", "padding_score"),
        "padded_bias");
  }

  /** Places in [B M] of the neighbours of each query's history, [B H T]. */
  private String neighbourPlaces() {
    nodes.constant(
        OnnxParts.externalTable(
            "neighbours",
            DataType.INT32,
            SnapshotFiles.NEIGHBOURS,
            shapes.items(),
            shapes.neighbours(),
            "item rows of the greatest affinity to each item"));
    nodes.int64("per_query", 0, -1);
    nodes.int64("axis_0", 0);
    nodes.add(
        "Gather",
        "neighbours, [B, H, T]",
        List.of("neighbours", GraphNames.HISTORY_ROWS),
        "neighbour_rows_3d");
    nodes.add("Reshape", "[B, H T]", List.of("neighbour_rows_3d", "per_query"), "neighbour_rows");
    nodes.add(
        "Cast",
        "as int64",
        List.of("neighbour_rows"),
        "neighbour_rows_64",
        OnnxParts.attribute("to", DataType.INT64.getNumber()));
    nodes.add("Shape", "B", List.of(GraphNames.USER_ROW), "query_counts");
    nodes.add("Squeeze", "B", List.of("query_counts", "axis_0"), "query_count");
    nodes.add(
        "Range",
        "0 to B",
        List.of(nodes.scalar("zero", 0), "query_count", nodes.scalar("one", 1)),
        "queries");
    nodes.int64("scores_a_query", shapes.paddedItems());
    nodes.add("Mul", "where a query's scores begin", List.of("queries", "scores_a_query"), "begin");
    nodes.add("Unsqueeze", "[B, 1]", List.of("begin", "axis_1"), "begin_2d");
    nodes.add("Add", "places, [B, H T]", List.of("neighbour_rows_64", "begin_2d"), "places_2d");
    return nodes.add("Reshape", "[B H T]", List.of("places_2d", "everything"), "neighbour_places");
  }

  /** The weighted affinities of the same neighbours, [B H T]. */
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
        "[B H T]",
        List.of("weighted_affinities_3d", "everything"),
        "weighted_affinities");
  }

  /** Places in [B M] of the excluded pairs, [E]. */
  private String excludedPlaces() {
    nodes.int64("pair_strides", shapes.paddedItems(), 1);
    nodes.add("Mul", "[E, 2]", List.of(GraphNames.EXCLUSIONS, "pair_strides"), "exclusion_strides");
    return nodes.add(
        "ReduceSum",
        "query * M + row, [E]",
        List.of("exclusion_strides", "axis_1"),
        "excluded_places",
        OnnxParts.attribute("keepdims", 0));
  }

  private String hidden() {
    nodes.add(
        "Shape",
        "E",
        List.of(GraphNames.EXCLUSIONS),
        "exclusion_count",
        OnnxParts.attribute("start", 0),
        OnnxParts.attribute("end", 1));
    return nodes.add(
        "ConstantOfShape",
        "-inf, E times",
        List.of("exclusion_count"),
        "excluded_scores",
        AttributeProto.newBuilder()
            .setName("value")
            .setType(AttributeType.TENSOR)
            .setT(OnnxParts.float32("", Float.NEGATIVE_INFINITY))
            .build());
  }
}
