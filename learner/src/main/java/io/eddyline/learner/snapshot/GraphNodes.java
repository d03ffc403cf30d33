package io.eddyline.learner.snapshot;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;

/** Adds nodes to a graph, each named after its first output. */
final class GraphNodes {
  private final GraphProto.Builder graph;

  GraphNodes(GraphProto.Builder graph) {
    this.graph = graph;
  }

  void add(String operator, String doc, String output, String... inputs) {
    graph.addNode(node(operator, doc, output, inputs));
  }

  void add(NodeProto.Builder node) {
    graph.addNode(node);
  }

  void cast(String output, String input, DataType type) {
    add(
        node("Cast", "", output, input).addAttribute(OnnxParts.attribute("to", type.getNumber())));
  }

  void concat(String output, int axis, String... inputs) {
    add(
        node("Concat", "", output, inputs).addAttribute(OnnxParts.attribute("axis", axis)));
  }

  /*
   * Values of a vector by index, -1 is its last. ONNX Runtime's Gather copies blocks and takes
   * longer than GatherElements where a block is one number.
   */
  void gatherScalars(String output, String vector, String indices) {
    add("Shape", "", output + "_shape", indices);
    add("Reshape", "", output + "_indices", indices, "all");
    add(
        node("GatherElements", "", output + "_flat", vector, output + "_indices")
            .addAttribute(OnnxParts.attribute("axis", 0)));
    add("Reshape", "", output, output + "_flat", output + "_shape");
  }

  static NodeProto.Builder node(
      String operator, String doc, String output, String... inputs) {
    return OnnxParts.node(operator, doc, List.of(inputs), output);
  }
}
