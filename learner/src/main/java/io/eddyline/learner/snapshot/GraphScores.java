package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import io.eddyline.learner.snapshot.GraphWriter.TableShapes;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.util.List;

/**
 * The part of the graph that scores every item for each query.
 *
 * <pre>
 *   query --Gemm(items^T, alpha = 1 / tau, C = bias and -inf for padding)--ScatterElements(add) [B, M]
 *   changed rows and changes, {@link GraphChanges} ------------------------+
 * </pre>
 *
 * <p>M is N with padding. ScatterElements adds every change, also of equal rows, leaves what is
 * hidden at -inf, and works where the scores are.
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
    new GraphChanges(nodes, shapes).add();
    return nodes.add(
        "ScatterElements",
        "scores with affinities and exclusions added, [B, M]",
        List.of(products, GraphChanges.ROWS, GraphChanges.CHANGES),
        "all_scores",
        OnnxParts.attribute("axis", 1),
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
}
