package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.eddyline.schemas.snapshot.GraphNames;

/**
 * What is added to the products of a query with the items of its clusters: bias, affinities, and
 * -inf in empty slots and for exclusions; see {@link ClusteredGraphWriter}.
 *
 * <pre>
 *   target of an item = place of its cluster * S + its slot       place -1, not chosen: adds 0 to slot 0
 * </pre>
 */
final class AddendNodes {
  private final GraphProto.Builder graph;
  private final GraphNodes nodes;
  private final int slots;

  /**
   * @param slots S
   */
  AddendNodes(GraphProto.Builder graph, int slots) {
    this.graph = graph;
    this.nodes = new GraphNodes(graph);
    this.slots = slots;
  }

  /** Adds the nodes; returns what holds the addends, float32 {@code [B, M]}. */
  String add(boolean withNeighbours) {
    nodes.gatherScalars("row_biases", GraphNames.BIAS, "rows");
    nodes.add("Less", "empty slots", "is_empty", "rows", "no_row");
    nodes.add("Where", "[B, M]", "row_addends", "is_empty", "hidden", "row_biases");
    String addends = withNeighbours ? addAffinities("row_addends") : "row_addends";
    return addExclusions(addends);
  }

  private String addAffinities(String addends) {
    nodes.add(
        GraphNodes.node(
                "GatherElements",
                "[B, H T]",
                "neighbour_places",
                "cluster_places",
                "neighbour_clusters")
            .addAttribute(OnnxParts.attribute("axis", 1)));
    nodes.add("Mul", "first slot of the cluster", "neighbour_starts", "neighbour_places", "slots");
    nodes.add("Add", "[B, H T]", "neighbour_targets", "neighbour_starts", "neighbour_slots");
    nodes.add("Max", "the first slot if not chosen", "affinity_targets", "neighbour_targets", "no_row");
    nodes.add("Less", "not chosen", "is_elsewhere", "neighbour_places", "no_row");
    nodes.add(
        "Where",
        "0 if not chosen",
        "affinity_addends",
        "is_elsewhere",
        "nothing",
        "neighbour_affinities");
    nodes.add(
        GraphNodes.node(
                "ScatterElements",
                "bias and affinities, [B, M]",
                "addends_with_affinities",
                addends,
                "affinity_targets",
                "affinity_addends")
            .addAttribute(OnnxParts.attribute("axis", 1))
            .addAttribute(OnnxParts.attribute("reduction", "add")));
    return "addends_with_affinities";
  }

  private String addExclusions(String addends) {
    graph
        .addInitializer(OnnxParts.int64("first_column", 0))
        .addInitializer(OnnxParts.int64("second_column", 1))
        .addInitializer(OnnxParts.int64("slots_64", slots))
        .addInitializer(OnnxParts.int64("zero_64", 0));
    gatherColumn("excluded_queries", "first_column");
    gatherColumn("excluded_rows", "second_column");
    nodes.add("Gather", "[E, 1]", "excluded_positions_32", "item_positions", "excluded_rows");
    nodes.cast("excluded_positions", "excluded_positions_32", DataType.INT64);
    nodes.add("Div", "[E, 1]", "excluded_clusters", "excluded_positions", "slots_64");
    nodes.add("Mod", "[E, 1]", "excluded_slots", "excluded_positions", "slots_64");
    nodes.concat("excluded_cells", 1, "excluded_queries", "excluded_clusters");
    nodes.add("GatherND", "[E]", "excluded_places_32", "cluster_places", "excluded_cells");
    nodes.cast("excluded_places_1d", "excluded_places_32", DataType.INT64);
    nodes.add("Unsqueeze", "[E, 1]", "excluded_places", "excluded_places_1d", QueryNodes.AXIS_1);
    nodes.add("Mul", "[E, 1]", "excluded_starts", "excluded_places", "slots_64");
    nodes.add("Add", "[E, 1]", "excluded_slots_there", "excluded_starts", "excluded_slots");
    nodes.add(
        "Max",
        "the first slot if not chosen",
        "excluded_targets",
        "excluded_slots_there",
        "zero_64");
    nodes.concat("excluded_indices", 1, "excluded_queries", "excluded_targets");
    nodes.add("Less", "not chosen, [E]", "is_out_of_reach", "excluded_places_1d", "zero_64");
    nodes.add("Where", "[E]", "excluded_addends", "is_out_of_reach", "nothing", "hidden");
    nodes.add(
        GraphNodes.node(
                "ScatterND",
                "bias, affinities, -inf at exclusions, [B, M]",
                "addends",
                addends,
                "excluded_indices",
                "excluded_addends")
            .addAttribute(OnnxParts.attribute("reduction", "add")));
    return "addends";
  }

  private void gatherColumn(String output, String column) {
    nodes.add(
        GraphNodes.node("Gather", "[E, 1]", output, GraphNames.EXCLUSIONS, column)
            .addAttribute(OnnxParts.attribute("axis", 1)));
  }
}
