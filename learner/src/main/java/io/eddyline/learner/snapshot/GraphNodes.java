package io.eddyline.learner.snapshot;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
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

  /** Adds a node that turns values into another type. */
  String cast(String input, DataType type, String output) {
    return add(
        "Cast",
        input + " as " + type,
        List.of(input),
        output,
        OnnxParts.attribute("to", type.getNumber()));
  }

  /** Adds a node that fills a shape with one value. */
  String fill(String doc, String shape, TensorProto value, String output) {
    return add("ConstantOfShape", doc, List.of(shape), output, OnnxParts.attribute("value", value));
  }

  /**
   * Adds nodes that read a vector at indexes of any shape; -1 is its last. ONNX Runtime's Gather
   * copies blocks and takes longer than GatherElements where a block is one number.
   *
   * @return {@code output}, of the indexes' shape
   */
  String readVector(String doc, String vector, String indexes, String output) {
    add("Shape", "shape of the indexes", List.of(indexes), output + "_shape");
    add("Reshape", "indexes in a row", List.of(indexes, "all"), output + "_indexes");
    add(
        "GatherElements",
        doc,
        List.of(vector, output + "_indexes"),
        output + "_flat",
        OnnxParts.attribute("axis", 0));
    return add("Reshape", doc, List.of(output + "_flat", output + "_shape"), output);
  }

  /** Adds the node that answers the best values, in no order, and their places. */
  void addBest(String doc, List<String> inputs, String values, String places) {
    graph.addNode(
        node(
                "TopK",
                doc,
                inputs,
                values,
                OnnxParts.attribute("axis", 1),
                OnnxParts.attribute("sorted", 0))
            .addOutput(places));
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
