package io.eddyline.learner.snapshot;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Arrays;
import java.util.List;

/**
 * A graph in the making. A value is known by its name, a node by that of its first output.
 *
 * <p>Threading: one thread.
 */
final class GraphNodes {
  private final GraphProto.Builder graph;

  GraphNodes(GraphProto.Builder graph) {
    this.graph = graph;
  }

  /**
   * Adds a node of one output.
   *
   * @param doc what the output is
   * @return {@code output}
   */
  String add(
      String operator,
      String doc,
      List<String> inputs,
      String output,
      AttributeProto... attributes) {
    graph.addNode(node(operator, doc, inputs, output, attributes));
    return output;
  }

  /** Adds the node that answers the best values and their places. */
  void addTopK(String doc, List<String> inputs, String values, String places) {
    graph.addNode(
        node("TopK", doc, inputs, values, OnnxParts.attribute("axis", 1)).addOutput(places));
  }

  /** Adds the node that answers the least values of each row, ascending. */
  void addSorted(String doc, List<String> inputs, String values, String places) {
    graph.addNode(
        node(
                "TopK",
                doc,
                inputs,
                values,
                OnnxParts.attribute("axis", 1),
                OnnxParts.attribute("largest", 0))
            .addOutput(places));
  }

  /** Adds a constant, and answers its name. */
  String constant(TensorProto value) {
    graph.addInitializer(value);
    return value.getName();
  }

  /** Adds a vector of int64, and answers its name. */
  String int64(String name, long... values) {
    return constant(OnnxParts.int64(name, values));
  }

  private static NodeProto.Builder node(
      String operator,
      String doc,
      List<String> inputs,
      String output,
      AttributeProto... attributes) {
    return OnnxParts.node(operator, doc, inputs, output).addAllAttribute(Arrays.asList(attributes));
  }
}
