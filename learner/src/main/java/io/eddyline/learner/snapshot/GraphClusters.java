package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import io.eddyline.learner.snapshot.ClusteredGraphWriter.Search;
import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of the clustered graph that chooses clusters and says what their items' products are
 * added to.
 *
 * <pre>
 *   coarse[c] = query . centroid_c / tau + prior_c + the greatest change in c, if above 0    [B, C]
 *   chosen    = TopK of P                                                                    [B, P]
 *
 *   position of an item          = cluster S + slot                          item-positions.i32
 *   its target among the slots   = place_cluster S + slot      place: of the cluster among the chosen
 * </pre>
 *
 * <p>So {@link GraphChanges} find their slots, and each item is a candidate once. What changes in a
 * cluster that is not chosen (place -1) adds 0 to the first slot, as does padding.
 */
final class GraphClusters {
  /** Output, int64 [B, P]. */
  static final String CHOSEN = "chosen";

  /** Output, int32 [B, L]: item rows; -1 in empty slots. */
  static final String ROWS = "rows";

  /** Output, float32 [B, L]: bias and changes; -inf in empty slots. */
  static final String ADDENDS = "addends";

  private final GraphNodes nodes;
  private final TableShapes shapes;
  private final Scoring scoring;
  private final Search search;

  GraphClusters(GraphNodes nodes, TableShapes shapes, Scoring scoring, Search search) {
    this.nodes = nodes;
    this.shapes = shapes;
    this.scoring = scoring;
    this.search = search;
  }

  /** Adds the nodes. */
  void add(String query) {
    nodes.int64("all", -1);
    nodes.int64("by_query", 0, -1);
    nodes.constant(OnnxParts.int32Row("no_row", 0));
    nodes.constant(OnnxParts.int32Row("slots", search.slots()));
    nodes.constant(OnnxParts.float32("hidden", Float.NEGATIVE_INFINITY));
    nodes.constant(OnnxParts.float32("nothing", 0));
    addCoarse(query);
    addPositions();
    addChosen();
    addPlaces();
    addAddends();
  }

  private void addCoarse(String query) {
    nodes.constant(
        OnnxParts.externalTable(
            "centroids",
            DataType.FLOAT,
            SnapshotFiles.CENTROIDS,
            search.clusters(),
            shapes.dimension(),
            "mean of the items of each cluster"));
    nodes.constant(
        OnnxParts.externalTensor(
            "cluster_priors",
            DataType.FLOAT,
            Float.BYTES,
            SnapshotFiles.CLUSTER_PRIORS,
            "mean of their priors",
            search.clusters()));
    nodes.add(
        "Gemm",
        "query . centroids^T / tau + prior, [B, C]",
        List.of(query, "centroids", "cluster_priors"),
        "cluster_scores",
        OnnxParts.attribute("alpha", (float) (1.0 / scoring.temperature())),
        OnnxParts.attribute("transB", 1));
    nodes.add("Shape", "B, C", List.of("cluster_scores"), "clusters_shape");
  }

  /** Where the changed items stand, [B, X]. */
  private void addPositions() {
    new GraphChanges(nodes, shapes).add();
    nodes.constant(
        OnnxParts.externalTensor(
            "item_positions",
            DataType.INT32,
            Integer.BYTES,
            SnapshotFiles.ITEM_POSITIONS,
            "cluster S + slot of each item",
            shapes.items()));
    nodes.readVector("[B, X]", "item_positions", GraphChanges.ROWS, "positions");
    nodes.add("Div", "[B, X]", List.of("positions", "slots"), "changed_clusters");
    nodes.add("Mod", "[B, X]", List.of("positions", "slots"), "changed_slots");
  }

  private void addChosen() {
    nodes.int64("probes", search.probes());
    nodes.fill("zeros, [B, C]", "clusters_shape", OnnxParts.float32("", 0), "no_changes");
    nodes.add(
        "ScatterElements",
        "the greatest change in each cluster, [B, C]",
        List.of("no_changes", "changed_clusters", GraphChanges.CHANGES),
        "cluster_changes",
        OnnxParts.attribute("axis", 1),
        OnnxParts.attribute("reduction", "max"));
    nodes.add("Add", "[B, C]", List.of("cluster_scores", "cluster_changes"), "coarse");
    nodes.addBest("the best clusters, [B, P]", List.of("coarse", "probes"), "best_coarse", CHOSEN);
  }

  /** Place of each cluster among the chosen ones, -1 if it is not, [B, C]. */
  private void addPlaces() {
    nodes.constant(OnnxParts.int32Row("places", IntStream.range(0, search.probes()).toArray()));
    nodes.fill("-1, [B, C]", "clusters_shape", OnnxParts.int32("", -1), "no_places");
    nodes.add("Shape", "B, P", List.of(CHOSEN), "chosen_shape");
    nodes.add("Expand", "[B, P]", List.of("places", "chosen_shape"), "chosen_places");
    nodes.add(
        "ScatterElements",
        "[B, C]",
        List.of("no_places", CHOSEN, "chosen_places"),
        "cluster_places",
        OnnxParts.attribute("axis", 1));
  }

  private void addAddends() {
    nodes.constant(
        OnnxParts.externalTable(
            "cluster_rows",
            DataType.INT32,
            SnapshotFiles.CLUSTER_ROWS,
            search.clusters(),
            search.slots(),
            "item rows in the slots of each cluster; -1 in empty ones"));
    nodes.add("Gather", "[B, P, S]", List.of("cluster_rows", CHOSEN), "rows_3d");
    nodes.add("Reshape", "[B, L]", List.of("rows_3d", "by_query"), ROWS);
    nodes.readVector("any in empty slots, [B, L]", GraphNames.BIAS, ROWS, "biases");
    nodes.add("Less", "[B, L]", List.of(ROWS, "no_row"), "is_empty");
    nodes.add("Where", "[B, L]", List.of("is_empty", "hidden", "biases"), "shown_biases");
    nodes.add(
        "GatherElements",
        "[B, X]",
        List.of("cluster_places", "changed_clusters"),
        "changed_places",
        OnnxParts.attribute("axis", 1));
    nodes.add("Mul", "[B, X]", List.of("changed_places", "slots"), "changed_starts");
    nodes.add("Add", "[B, X]", List.of("changed_starts", "changed_slots"), "changed_targets");
    nodes.add("Max", "[B, X]", List.of("changed_targets", "no_row"), "targets");
    nodes.add("Less", "not chosen, [B, X]", List.of("changed_places", "no_row"), "is_elsewhere");
    nodes.add("Less", "padding, [B, X]", List.of(GraphChanges.ROWS, "no_row"), "is_padding");
    nodes.add("Or", "[B, X]", List.of("is_elsewhere", "is_padding"), "is_idle");
    nodes.add(
        "Where",
        "changes within reach, [B, X]",
        List.of("is_idle", "nothing", GraphChanges.CHANGES),
        "reached_changes");
    nodes.add(
        "ScatterElements",
        "[B, L]",
        List.of("shown_biases", "targets", "reached_changes"),
        ADDENDS,
        OnnxParts.attribute("axis", 1),
        OnnxParts.attribute("reduction", "add"));
  }
}
