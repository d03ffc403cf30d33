package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.eddyline.schemas.snapshot.GraphNames;
import java.util.List;

/** The inputs and outputs of the retrieval graph, see {@link GraphNames}. */
final class GraphInterface {
  private GraphInterface() {}

  /** Adds them to a graph over tables of these shapes. */
  static void declare(GraphProto.Builder graph, GraphWriter.TableShapes shapes) {
    List<Object> batch = List.of("B");
    List<Object> slots = List.of("B", "H");
    List<Object> results = List.of("B", "K");
    graph
        .addInput(
            OnnxParts.value(
                GraphNames.USER_ROW, DataType.INT64, batch, "row of users; 0 is the unknown user"))
        .addInput(
            OnnxParts.value(
                GraphNames.USER_VECTOR,
                DataType.FLOAT,
                List.of("B", shapes.dimension()),
                "added to the user's row; zeros unless a newer vector is known"))
        .addInput(
            OnnxParts.value(
                GraphNames.HISTORY_ROWS, DataType.INT64, slots, "item rows, newest first"))
        .addInput(
            OnnxParts.value(
                GraphNames.HISTORY_WEIGHTS,
                DataType.FLOAT,
                slots,
                "coefficient of each history item; 0 for padding"))
        .addInput(
            OnnxParts.value(
                GraphNames.NEIGHBOUR_WEIGHTS,
                DataType.FLOAT,
                slots,
                "coefficient of each history item's affinities; 0 for padding"))
        .addInput(
            OnnxParts.value(
                GraphNames.BIAS,
                DataType.FLOAT,
                List.of(shapes.items()),
                "added to every query's scores; -inf hides an item"))
        .addInput(
            OnnxParts.value(
                GraphNames.EXCLUSIONS,
                DataType.INT64,
                List.of("B", "E"),
                "item rows that must not be answered; -1 for padding"))
        .addInput(
            OnnxParts.value(
                GraphNames.K, DataType.INT64, List.of(1), "results a query, at most the items"))
        .addOutput(
            OnnxParts.value(GraphNames.ITEM_ROWS, DataType.INT64, results, "item rows, best first"))
        .addOutput(
            OnnxParts.value(
                GraphNames.SCORES,
                DataType.FLOAT,
                results,
                "score of each; -inf marks a filler that was excluded or hidden"));
  }
}
