package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;

/**
 * The part of the graph that answers the best k of all scores.
 *
 * <pre>
 *   scores --Reshape [B, C, G]--ReduceMax [B, C]--TopK(min(k, C))--TopK(ascending) = groups
 *                     |                                                    |
 *                     +---------------GatherND(groups) [B, k, G]-----------+
 *                                            |
 *                              Reshape [B, k G]--TopK(k) = scores, places
 *
 *   item row = groups[place / G] * G + place % G
 * </pre>
 *
 * <p>Exact: an item of the best k lies in a group whose maximum is among the best k maxima. Looking
 * for maxima is a pass that vectorises, while TopK over all scores compares them one by one. The
 * groups stay in order, so that of equal scores the lower row comes first, as with one TopK.
 */
final class GraphTopItems {
  /* G: a group's scores are one run of memory. */
  private static final int GROUP = SnapshotFiles.ITEM_GROUP;

  private final GraphNodes nodes;
  private final TableShapes shapes;

  GraphTopItems(GraphNodes nodes, TableShapes shapes) {
    this.nodes = nodes;
    this.shapes = shapes;
  }

  /**
   * Adds the nodes, which answer the graph's outputs.
   *
   * @param scores of each query, [B, M]
   */
  void add(String scores) {
    int groups = shapes.paddedItems() / GROUP;
    nodes.int64("by_group", -1, groups, GROUP);
    nodes.int64("last_axis", -1);
    nodes.add("Reshape", "[B, C, G]", List.of(scores, "by_group"), "scores_by_group");
    nodes.add(
        "ReduceMax",
        "the best score of each group, [B, C]",
        List.of("scores_by_group", "last_axis"),
        "maxima",
        OnnxParts.attribute("keepdims", 0));
    nodes.add(
        "Min",
        "groups to look into",
        List.of(GraphNames.K, nodes.int64("group_count", groups)),
        "wanted_groups");
    nodes.addTopK(
        "the best groups, [B, k]", List.of("maxima", "wanted_groups"), "best_maxima", "any_order");
    nodes.addSorted(
        "the same ascending", List.of("any_order", "wanted_groups"), "groups", "group_order");
    nodes.add("Unsqueeze", "[B, k, 1]", List.of("groups", "last_axis"), "group_indices");
    nodes.add(
        "GatherND",
        "their scores, [B, k, G]",
        List.of("scores_by_group", "group_indices"),
        "candidates_3d",
        OnnxParts.attribute("batch_dims", 1));
    nodes.int64("candidates_of_query", 0, -1);
    nodes.add("Reshape", "[B, k G]", List.of("candidates_3d", "candidates_of_query"), "candidates");
    nodes.addTopK(
        "the best k, best first",
        List.of("candidates", GraphNames.K),
        GraphNames.SCORES,
        "candidate_places");
    addRows();
  }

  private void addRows() {
    nodes.int64("group_size", GROUP);
    nodes.add("Div", "which group", List.of("candidate_places", "group_size"), "group_places");
    nodes.add("Mod", "where in it", List.of("candidate_places", "group_size"), "within_group");
    nodes.add(
        "GatherElements",
        "the group",
        List.of("groups", "group_places"),
        "winning_groups",
        OnnxParts.attribute("axis", 1));
    nodes.add("Mul", "its first row", List.of("winning_groups", "group_size"), "first_rows");
    nodes.add(
        "Add", "item rows, [B, k]", List.of("first_rows", "within_group"), GraphNames.ITEM_ROWS);
  }
}
