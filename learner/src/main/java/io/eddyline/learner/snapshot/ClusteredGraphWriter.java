package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The retrieval graph of {@link GraphNames} that looks at the most promising clusters of items
 * only. Its answers are a subset of the exact graph's, with the same scores.
 *
 * <pre>
 *   C = clusters, S = slots of a cluster, P = clusters chosen, M = P S, R = rows scored exactly
 *
 *   coarse[c] = query . centroid_c / tau + prior_c + max affinity of the neighbours in c
 *   chosen    = the P best clusters                                                      [B, P]
 *   addend[m] = bias of the row in slot m; + affinities; -inf if empty or excluded       [B, M]
 *   rough[m]  = eight-bit query . codes of the row / tau + addend[m]                     [B, M]
 *   best      = the R best slots                                                         [B, R]
 *   score[r]  = query . items[row of best_r] / tau + addend[best_r]     TopK of k        [B, K]
 * </pre>
 *
 * <p>An item's position is {@code cluster S + slot}, and {@code place_c S + slot} among the slots
 * of a query if its cluster is the place_c-th chosen one: so affinities and exclusions find their
 * slots, and each item is a candidate once. Those in other clusters add 0 to the first slot.
 *
 * <p>Codes are items in int8 under one scale, queries in 0 to 127 around {@value #CODE_ZERO}:
 * within seven bits no product of pairs overflows 16 bits where the processor adds them there.
 * {@code sums} holds {@value #CODE_ZERO} times the sum of a row's codes, which is taken off again.
 *
 * <p>Answers beyond the R rows are fillers. Opset and version as in {@link GraphWriter}.
 */
final class ClusteredGraphWriter {
  private static final int CODE_ZERO = 64;
  private static final float CODE_RANGE = 63;

  private final GraphWriter.TableShapes shapes;
  private final Scoring scoring;
  private final Search search;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final GraphNodes nodes = new GraphNodes(graph);

  /**
   * What a query looks at.
   *
   * @param clusters C
   * @param slots S
   * @param probes P, at most C
   * @param rescored R, at most P S
   * @param codeScale value of a code of 1
   */
  record Search(int clusters, int slots, int probes, int rescored, float codeScale) {}

  private ClusteredGraphWriter(GraphWriter.TableShapes shapes, Scoring scoring, Search search) {
    this.shapes = shapes;
    this.scoring = scoring;
    this.search = search;
  }

  static GraphProto graph(GraphWriter.TableShapes shapes, Scoring scoring, Search search) {
    return new ClusteredGraphWriter(shapes, scoring, search).build();
  }

  private GraphProto build() {
    graph
        .setName("eddyline-clustered-retrieval")
        .setDocString(
            "Scores the items of the best clusters for each query and answers the best k, with the"
                + " scores that the exact graph gives them.");
    GraphInterface.declare(graph, shapes);
    declareTables();
    QueryNodes.add(graph);
    declareConstants();
    addCoarse();
    if (shapes.neighbours() > 0) {
      addNeighbours();
    }
    addChosen(shapes.neighbours() > 0 ? "boosted_clusters" : "cluster_scores");
    String addends = new AddendNodes(graph, search.slots()).add(shapes.neighbours() > 0);
    addRough(addends);
    addExact(addends);
    return graph.build();
  }

  private void declareTables() {
    int clusters = search.clusters();
    int slots = search.slots();
    int dimension = shapes.dimension();
    QueryNodes.declareTables(graph, shapes);
    table("items", SnapshotFiles.ITEMS, DataType.FLOAT, shapes.items(), dimension);
    table("centroids", SnapshotFiles.CENTROIDS, DataType.FLOAT, clusters, dimension);
    table("cluster_priors", SnapshotFiles.CLUSTER_PRIORS, DataType.FLOAT, clusters);
    table("cluster_rows", SnapshotFiles.CLUSTER_ROWS, DataType.INT32, clusters, slots);
    table("cluster_codes", SnapshotFiles.CLUSTER_CODES, DataType.INT8, clusters, dimension, slots);
    table("cluster_sums", SnapshotFiles.CLUSTER_SUMS, DataType.INT32, clusters, slots);
    table("item_positions", SnapshotFiles.ITEM_POSITIONS, DataType.INT32, shapes.items());
    if (shapes.neighbours() > 0) {
      table(
          "neighbours",
          SnapshotFiles.NEIGHBOURS,
          DataType.INT32,
          shapes.items(),
          shapes.neighbours());
      table(
          "affinities",
          SnapshotFiles.AFFINITIES,
          DataType.FLOAT,
          shapes.items(),
          shapes.neighbours());
    }
  }

  private void table(String name, String file, DataType type, long... shape) {
    int elementBytes = type == DataType.INT8 ? Byte.BYTES : Float.BYTES;
    graph.addInitializer(
        OnnxParts.externalTensor(name, type, elementBytes, file, "see SnapshotFiles", shape));
  }

  private void declareConstants() {
    graph
        .addInitializer(OnnxParts.int64("axis_2", 2))
        .addInitializer(OnnxParts.int64("axes_1_2", 1, 2))
        .addInitializer(OnnxParts.int64("flat", 0, -1))
        .addInitializer(OnnxParts.int64("all", -1))
        .addInitializer(OnnxParts.int64("probes", search.probes()))
        .addInitializer(OnnxParts.int64("rescored", search.rescored()))
        .addInitializer(OnnxParts.int32Row("no_row", 0))
        .addInitializer(OnnxParts.int32Row("slots", search.slots()))
        .addInitializer(OnnxParts.int32Row("places", IntStream.range(0, search.probes()).toArray()))
        .addInitializer(OnnxParts.float32("hidden", Float.NEGATIVE_INFINITY))
        .addInitializer(OnnxParts.float32("nothing", 0))
        .addInitializer(OnnxParts.float32("temperature", scoring.temperature()))
        .addInitializer(OnnxParts.float32("code_range", CODE_RANGE))
        .addInitializer(OnnxParts.float32("code_zero", CODE_ZERO))
        .addInitializer(
            OnnxParts.float32(
                "code_unit", search.codeScale() / CODE_RANGE / scoring.temperature()));
  }

  private void addCoarse() {
    nodes.add(
        OnnxParts.node(
                "Gemm",
                "query . centroids^T / tau + prior, [B, C]",
                List.of(QueryNodes.QUERY, "centroids", "cluster_priors"),
                "cluster_scores")
            .addAttribute(OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())))
            .addAttribute(OnnxParts.attribute("transB", 1)));
    nodes.add("Shape", "[B, C]", "clusters_shape", "cluster_scores");
  }

  private void addNeighbours() {
    nodes.add("Gather", "[B, H, T]", "neighbour_rows_3d", "neighbours", GraphNames.HISTORY_ROWS);
    nodes.add("Reshape", "[B, H T]", "neighbour_rows", "neighbour_rows_3d", "flat");
    nodes.add("Gather", "[B, H, T]", "affinities_3d", "affinities", GraphNames.HISTORY_ROWS);
    nodes.add("Unsqueeze", "[B, H, 1]", "weights_3d", GraphNames.NEIGHBOUR_WEIGHTS, "axis_2");
    nodes.add("Mul", "weighted, [B, H, T]", "weighted_3d", "affinities_3d", "weights_3d");
    nodes.add("Reshape", "[B, H T]", "neighbour_affinities", "weighted_3d", "flat");
    nodes.gatherScalars("neighbour_positions", "item_positions", "neighbour_rows");
    nodes.add("Div", "their clusters", "neighbour_clusters", "neighbour_positions", "slots");
    nodes.add("Mod", "their slots there", "neighbour_slots", "neighbour_positions", "slots");
    nodes.add("ConstantOfShape", "zeros, [B, C]", "no_affinities", "clusters_shape");
    nodes.add(
        GraphNodes.node(
                "ScatterElements",
                "the greatest affinity in each cluster, [B, C]",
                "cluster_affinities",
                "no_affinities",
                "neighbour_clusters",
                "neighbour_affinities")
            .addAttribute(OnnxParts.attribute("axis", 1))
            .addAttribute(OnnxParts.attribute("reduction", "max")));
    nodes.add("Add", "[B, C]", "boosted_clusters", "cluster_scores", "cluster_affinities");
  }

  private void addChosen(String scores) {
    nodes.add(
        GraphNodes.node("TopK", "the best clusters, [B, P]", "chosen_scores", scores, "probes")
            .addOutput("chosen")
            .addAttribute(OnnxParts.attribute("axis", 1))
            .addAttribute(OnnxParts.attribute("sorted", 0)));
    nodes.add("Gather", "[B, P, S]", "rows_3d", "cluster_rows", "chosen");
    nodes.add("Reshape", "item rows, -1 in empty slots, [B, M]", "rows", "rows_3d", "flat");
    nodes.add(
        GraphNodes.node("ConstantOfShape", "no cluster has a place, [B, C]", "no_places", "clusters_shape")
            .addAttribute(OnnxParts.attribute("value", OnnxParts.int32("", -1))));
    nodes.add("Shape", "[B, P]", "chosen_shape", "chosen");
    nodes.add("Expand", "[B, P]", "chosen_places", "places", "chosen_shape");
    nodes.add(
        GraphNodes.node(
                "ScatterElements",
                "place of each cluster among the chosen, -1 if it is not, [B, C]",
                "cluster_places",
                "no_places",
                "chosen",
                "chosen_places")
            .addAttribute(OnnxParts.attribute("axis", 1)));
  }

  private void addRough(String addends) {
    nodes.add("Abs", "[B, d]", "query_sizes", QueryNodes.QUERY);
    nodes.add("ReduceMax", "[B, 1]", "query_range", "query_sizes", QueryNodes.AXIS_1);
    nodes.add("Max", "an empty query stays zero", "safe_range", "query_range", "empty_norm");
    nodes.add("Div", "[B, 1]", "query_factor", "code_range", "safe_range");
    nodes.add("Mul", "[B, d]", "query_scaled", QueryNodes.QUERY, "query_factor");
    nodes.add("Add", "[B, d]", "query_shifted", "query_scaled", "code_zero");
    nodes.add("Round", "1 to 127, [B, d]", "query_rounded", "query_shifted");
    nodes.cast("query_codes_2d", "query_rounded", DataType.UINT8);
    nodes.add("Unsqueeze", "[B, 1, 1, d]", "query_codes", "query_codes_2d", "axes_1_2");
    nodes.add("Gather", "[B, P, d, S]", "codes", "cluster_codes", "chosen");
    nodes.add("MatMulInteger", "[B, P, 1, S]", "products_4d", "query_codes", "codes");
    nodes.add("Reshape", "[B, M]", "products", "products_4d", "flat");
    nodes.add("Gather", "[B, P, S]", "sums_3d", "cluster_sums", "chosen");
    nodes.add("Reshape", "[B, M]", "sums", "sums_3d", "flat");
    nodes.add("Sub", "products of the codes without their zero, [B, M]", "code_dots", "products", "sums");
    nodes.cast("code_dots_float", "code_dots", DataType.FLOAT);
    nodes.add("Mul", "what a product of 1 is worth, [B, 1]", "query_unit", "safe_range", "code_unit");
    nodes.add("Mul", "[B, M]", "rough_dots", "code_dots_float", "query_unit");
    nodes.add("Add", "[B, M]", "rough_scores", "rough_dots", addends);
    nodes.add(
        GraphNodes.node("TopK", "the slots to score exactly, [B, R]", "best_rough", "rough_scores", "rescored")
            .addOutput("best_slots")
            .addAttribute(OnnxParts.attribute("axis", 1))
            .addAttribute(OnnxParts.attribute("sorted", 0)));
  }

  private void addExact(String addends) {
    gatherBest("best_rows", "rows");
    gatherBest("best_addends", addends);
    nodes.add("Max", "any row in empty slots", "candidate_rows", "best_rows", "no_row");
    nodes.add("Gather", "[B, R, d]", "candidates", "items", "candidate_rows");
    nodes.add("Unsqueeze", "[B, d, 1]", "query_3d", QueryNodes.QUERY, "axis_2");
    nodes.add("MatMul", "[B, R, 1]", "cosines_3d", "candidates", "query_3d");
    nodes.add("Squeeze", "[B, R]", "cosines", "cosines_3d", "axis_2");
    nodes.add("Div", "[B, R]", "similarities", "cosines", "temperature");
    nodes.add("Add", "[B, R]", "candidate_scores", "similarities", "best_addends");
    nodes.add(
        GraphNodes.node("Shape", "B", "batch", QueryNodes.QUERY)
            .addAttribute(OnnxParts.attribute("start", 0))
            .addAttribute(OnnxParts.attribute("end", 1)));
    nodes.concat("results_shape", 0, "batch", GraphNames.K);
    nodes.add(
        GraphNodes.node("ConstantOfShape", "[B, K]", "fillers", "results_shape")
            .addAttribute(
                OnnxParts.attribute("value", OnnxParts.float32("", Float.NEGATIVE_INFINITY))));
    nodes.add(
        GraphNodes.node("ConstantOfShape", "[B, K]", "filler_rows", "results_shape")
            .addAttribute(OnnxParts.attribute("value", OnnxParts.int32("", 0))));
    nodes.concat("filled_scores", 1, "candidate_scores", "fillers");
    nodes.concat("filled_rows", 1, "candidate_rows", "filler_rows");
    nodes.add(
        GraphNodes.node("TopK", "the best k, best first", GraphNames.SCORES, "filled_scores", GraphNames.K)
            .addOutput("best")
            .addAttribute(OnnxParts.attribute("axis", 1)));
    nodes.add(
        GraphNodes.node("GatherElements", "[B, K]", "answer_rows", "filled_rows", "best")
            .addAttribute(OnnxParts.attribute("axis", 1)));
    nodes.cast(GraphNames.ITEM_ROWS, "answer_rows", DataType.INT64);
  }

  private void gatherBest(String output, String values) {
    nodes.add(
        GraphNodes.node("GatherElements", "[B, R]", output, values, "best_slots")
            .addAttribute(OnnxParts.attribute("axis", 1)));
  }
}
