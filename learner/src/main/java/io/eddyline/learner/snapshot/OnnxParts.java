package io.eddyline.learner.snapshot;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** The Protobuf messages that a graph is put together from. */
final class OnnxParts {
  private OnnxParts() {}

  /**
   * A typed input or output.
   *
   * @param shape a name (String) for a size known only at run time, or a size (Integer)
   */
  static ValueInfoProto value(
      String name, TensorProto.DataType type, List<Object> shape, String doc) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      var dimension = dimensions.addDimBuilder();
      if (size instanceof Integer known) {
        dimension.setDimValue(known);
      } else {
        dimension.setDimParam(size.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setDocString(doc)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }

  /**
   * A table, {@code rows x columns}, that is the whole of {@code file}.
   *
   * @param type one of 4 bytes
   */
  static TensorProto externalTable(
      String name, TensorProto.DataType type, String file, int rows, int columns, String doc) {
    return externalTensor(name, type, Float.BYTES, file, doc, rows, columns);
  }

  /** A tensor that is the whole of {@code file}. */
  static TensorProto externalTensor(
      String name,
      TensorProto.DataType type,
      int elementBytes,
      String file,
      String doc,
      long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDocString(doc).setDataType(type.getNumber());
    long bytes = elementBytes;
    for (long size : shape) {
      tensor.addDims(size);
      bytes *= size;
    }
    return tensor
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", file))
        .addExternalData(entry("offset", "0"))
        .addExternalData(entry("length", Long.toString(bytes)))
        .build();
  }

  /** A vector of int64. */
  static TensorProto int64(String name, long... values) {
    TensorProto.Builder vector =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      vector.addInt64Data(value);
    }
    return vector.build();
  }

  static TensorProto int32(String name, int value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT32.getNumber())
        .addDims(1)
        .addInt32Data(value)
        .build();
  }

  /** A row of int32, {@code [1, n]}. */
  static TensorProto int32Row(String name, int... values) {
    TensorProto.Builder row =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT32.getNumber())
            .addDims(1)
            .addDims(values.length);
    for (int value : values) {
      row.addInt32Data(value);
    }
    return row.build();
  }

  static TensorProto float32(String name, float value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.FLOAT.getNumber())
        .addDims(1)
        .addFloatData(value)
        .build();
  }

  /** One float without dimensions. */
  static TensorProto scalar(String name, float value) {
    return float32(name, value).toBuilder().clearDims().build();
  }

  /** A node named after its first output. */
  static NodeProto.Builder node(String operator, String doc, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(operator)
        .setDocString(doc)
        .addAllInput(inputs)
        .addOutput(output);
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, TensorProto value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.TENSOR)
        .setT(value)
        .build();
  }

  static AttributeProto attribute(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
