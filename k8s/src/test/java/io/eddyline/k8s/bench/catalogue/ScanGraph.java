package io.eddyline.k8s.bench.catalogue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A graph that scores every item roughly and the best of them exactly:
 *
 * <pre>
 *   rough  = what a {@link ScanKind} adds, [1, N]
 *   best   = the R greatest of rough + prior
 *   score  = query . items[best] + prior[best], the k greatest of them
 * </pre>
 */
final class ScanGraph {
  static final String QUERY = "query";
  static final String ROUGH_QUERY = "rough_query";
  static final String UNIT = "unit";
  static final String RESCORED = "rescored";
  static final String K = "k";
  static final String ROWS = "rows";

  private static final int IR_VERSION = 8;
  private static final int OPSET = 18;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("scan");

  /** Adds a table, its rows one after the other. */
  ScanGraph table(String name, DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return this;
  }

  ScanGraph input(String name, DataType type, long... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    Arrays.stream(shape).forEach(size -> sizes.addDimBuilder().setDimValue(size));
    graph.addInput(value(name, type, sizes));
    return this;
  }

  /** Adds a node of one output. */
  ScanGraph node(String operator, String output, List<String> inputs, AttributeProto... how) {
    graph.addNode(builder(operator, inputs, how).addOutput(output));
    return this;
  }

  /** The whole, of whatever {@code rough} is the output. */
  byte[] answering(String rough) {
    input(RESCORED, DataType.INT64, 1).input(K, DataType.INT64, 1);
    axis("axis_2", 2);
    node("Add", "rough_scores", List.of(rough, "prior"));
    top("best_scores", "best", List.of("rough_scores", RESCORED), attribute("sorted", 0));
    node("Gather", "candidates", List.of("items", "best"));
    node("Unsqueeze", "query_3d", List.of(QUERY, "axis_2"));
    node("MatMul", "products_3d", List.of("candidates", "query_3d"));
    node("Squeeze", "products", List.of("products_3d", "axis_2"));
    node("GatherElements", "priors", List.of("prior", "best"), attribute("axis", 1));
    node("Add", "scores", List.of("products", "priors"));
    top("answer_scores", "places", List.of("scores", K));
    node("GatherElements", ROWS, List.of("best", "places"), attribute("axis", 1));
    graph.addOutput(value(ROWS, DataType.INT64, TensorShapeProto.newBuilder()));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  ScanGraph axis(String name, long axis) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(1)
            .addInt64Data(axis));
    return this;
  }

  private void top(String values, String places, List<String> inputs, AttributeProto... how) {
    graph.addNode(
        builder("TopK", inputs, how)
            .addAttribute(attribute("axis", 1))
            .addOutput(values)
            .addOutput(places));
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static NodeProto.Builder builder(
      String operator, List<String> inputs, AttributeProto... how) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(inputs)
        .addAllAttribute(Arrays.asList(how));
  }

  private static ValueInfoProto value(String name, DataType type, TensorShapeProto.Builder shape) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
    if (shape.getDimCount() > 0) {
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
