package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;

/**
 * The retrieval graph of {@link GraphNames} that looks at the most promising clusters of items
 * only. What it answers has the score that the exact graph gives it.
 *
 * <pre>
 *   C = clusters, S = slots of a cluster, P = clusters chosen, L = P S, R = rows scored exactly
 *
 *   chosen    = the P most promising clusters, {@link GraphClusters}                       [B, P]
 *   addend[l] = bias of the row in slot l, affinities, -inf if empty or excluded           [B, L]
 *   rough[l]  = eight-bit query . codes of the row / tau + addend[l]                       [B, L]
 *   best      = the R best slots                                                           [B, R]
 *   score[r]  = query . items[row of best_r] / tau + addend[best_r]       TopK of k        [B, K]
 * </pre>
 *
 * <p>Codes are items in int8 under one scale, queries in 1 to 127 around {@value #CODE_ZERO}:
 * within seven bits no sum of two products overflows 16 bits where the processor adds them there.
 * {@code sums} holds {@value #CODE_ZERO} times the sum of a row's codes, which is taken off again.
 *
 * <p>Answers beyond the R rows are fillers. Opset and version as in {@link GraphWriter}.
 */
final class ClusteredGraphWriter {
  /** What a query's code of 0 is. */
  static final int CODE_ZERO = 64;

  private static final float CODE_RANGE = 63;

  private final TableShapes shapes;
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
   * @param rescored R, at most L
   * @param codeScale value of a code of 1
   */
  record Search(int clusters, int slots, int probes, int rescored, float codeScale) {}

  private ClusteredGraphWriter(TableShapes shapes, Scoring scoring, Search search) {
    this.shapes = shapes;
    this.scoring = scoring;
    this.search = search;
  }

  static GraphProto graph(TableShapes shapes, Scoring scoring, Search search) {
    return new ClusteredGraphWriter(shapes, scoring, search).build();
  }

  private GraphProto build() {
    graph
        .setName("eddyline-clustered-retrieval")
        .setDocString(
            "Scores the items of the most promising clusters for each query and answers the best"
                + " k, with the scores that the exact graph gives them.");
    GraphInterface.declare(graph, shapes);
    String query = new GraphQuery(nodes, shapes).add();
    new GraphClusters(nodes, shapes, scoring, search).add(query);
    addRough(query);
    addExact(query);
    addAnswers();
    return graph.build();
  }

  /** The slots that are worth the exact product, [B, R]. */
  private void addRough(String query) {
    int dimension = shapes.dimension();
    nodes.constant(
        OnnxParts.externalTensor(
            "cluster_codes",
            DataType.INT8,
            Byte.BYTES,
            SnapshotFiles.CLUSTER_CODES,
            "vectors of the items in their slots, under one scale",
            search.clusters(),
            dimension,
            search.slots()));
    nodes.constant(
        OnnxParts.externalTable(
            "cluster_sums",
            DataType.INT32,
            SnapshotFiles.CLUSTER_SUMS,
            search.clusters(),
            search.slots(),
            "sums of the codes, for the zero of the query's"));
    nodes.int64("axes_1_2", 1, 2);
    nodes.int64("rescored", search.rescored());
    addQueryCodes(query);
    nodes.add("Gather", "[B, P, d, S]", List.of("cluster_codes", GraphClusters.CHOSEN), "codes");
    nodes.add("MatMulInteger", "[B, P, 1, S]", List.of("query_codes", "codes"), "code_products_4d");
    nodes.add("Reshape", "[B, L]", List.of("code_products_4d", "by_query"), "code_products");
    nodes.add("Gather", "[B, P, S]", List.of("cluster_sums", GraphClusters.CHOSEN), "sums_3d");
    nodes.add("Reshape", "[B, L]", List.of("sums_3d", "by_query"), "sums");
    nodes.add("Sub", "code products, [B, L]", List.of("code_products", "sums"), "code_dots_32");
    nodes.cast("code_dots_32", DataType.FLOAT, "code_dots");
    nodes.constant(
        OnnxParts.float32("code_unit", search.codeScale() / CODE_RANGE / scoring.temperature()));
    nodes.add(
        "Mul", "worth of a product of 1, [B, 1]", List.of("query_range", "code_unit"), "unit");
    nodes.add("Mul", "[B, L]", List.of("code_dots", "unit"), "rough_products");
    nodes.add("Add", "[B, L]", List.of("rough_products", GraphClusters.ADDENDS), "rough_scores");
    nodes.addBest("the best slots, [B, R]", List.of("rough_scores", "rescored"), "rough", "best");
  }

  /** Each query in 1 to 127 by its largest number, [B, 1, 1, d]. */
  private void addQueryCodes(String query) {
    nodes.constant(OnnxParts.float32("code_range", CODE_RANGE));
    nodes.constant(OnnxParts.float32("code_zero", CODE_ZERO));
    nodes.add("Abs", "[B, d]", List.of(query), "query_sizes");
    nodes.add("ReduceMax", "[B, 1]", List.of("query_sizes", "axis_1"), "largest_size");
    nodes.add(
        "Max", "an empty query stays zero", List.of("largest_size", "empty_norm"), "query_range");
    nodes.add("Div", "[B, 1]", List.of("code_range", "query_range"), "query_factor");
    nodes.add("Mul", "[B, d]", List.of(query, "query_factor"), "query_scaled");
    nodes.add("Add", "[B, d]", List.of("query_scaled", "code_zero"), "query_shifted");
    nodes.add("Round", "[B, d]", List.of("query_shifted"), "query_rounded");
    nodes.cast("query_rounded", DataType.UINT8, "query_codes_2d");
    nodes.add("Unsqueeze", "[B, 1, 1, d]", List.of("query_codes_2d", "axes_1_2"), "query_codes");
  }

  /** The score of each of the best slots, [B, R]. */
  private void addExact(String query) {
    nodes.constant(
        OnnxParts.externalTable(
            "items",
            DataType.FLOAT,
            SnapshotFiles.ITEMS,
            shapes.paddedItems(),
            shapes.dimension(),
            "normalise(e_i), how an item looks as a candidate; zeros as padding"));
    nodes.constant(OnnxParts.float32("temperature", scoring.temperature()));
    nodes.int64("last_axis", 2);
    nodes.add(
        "GatherElements",
        "their rows, -1 in empty slots, [B, R]",
        List.of(GraphClusters.ROWS, "best"),
        "best_rows",
        OnnxParts.attribute("axis", 1));
    nodes.add(
        "GatherElements",
        "[B, R]",
        List.of(GraphClusters.ADDENDS, "best"),
        "best_addends",
        OnnxParts.attribute("axis", 1));
    nodes.add("Max", "any row in empty slots", List.of("best_rows", "no_row"), "candidate_rows");
    nodes.add("Gather", "[B, R, d]", List.of("items", "candidate_rows"), "candidates");
    nodes.add("Unsqueeze", "[B, d, 1]", List.of(query, "last_axis"), "query_3d");
    nodes.add("MatMul", "[B, R, 1]", List.of("candidates", "query_3d"), "cosines_3d");
    nodes.add("Squeeze", "[B, R]", List.of("cosines_3d", "last_axis"), "cosines");
    nodes.add("Div", "[B, R]", List.of("cosines", "temperature"), "similarities");
    nodes.add("Add", "[B, R]", List.of("similarities", "best_addends"), "candidate_scores");
  }

  /** The best k of them; k fillers stand behind, so that there are always enough. */
  private void addAnswers() {
    nodes.add(
        "Shape",
        "B",
        List.of("candidate_scores"),
        "batch",
        OnnxParts.attribute("start", 0),
        OnnxParts.attribute("end", 1));
    nodes.add(
        "Concat",
        "B, K",
        List.of("batch", GraphNames.K),
        "answer_shape",
        OnnxParts.attribute("axis", 0));
    nodes.fill(
        "[B, K]", "answer_shape", OnnxParts.float32("", Float.NEGATIVE_INFINITY), "filler_scores");
    nodes.fill("[B, K]", "answer_shape", OnnxParts.int32("", 0), "filler_rows");
    nodes.add(
        "Concat",
        "[B, R + K]",
        List.of("candidate_scores", "filler_scores"),
        "filled_scores",
        OnnxParts.attribute("axis", 1));
    nodes.add(
        "Concat",
        "[B, R + K]",
        List.of("candidate_rows", "filler_rows"),
        "filled_rows",
        OnnxParts.attribute("axis", 1));
    nodes.addTopK(
        "the best k, best first",
        List.of("filled_scores", GraphNames.K),
        GraphNames.SCORES,
        "answered");
    nodes.add(
        "GatherElements",
        "[B, K]",
        List.of("filled_rows", "answered"),
        "answer_rows",
        OnnxParts.attribute("axis", 1));
    nodes.cast("answer_rows", DataType.INT64, GraphNames.ITEM_ROWS);
  }
}
