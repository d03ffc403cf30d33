package io.eddyline.k8s.bench.catalogue;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands for an item in a scan of all of them.
 *
 * <p>Threading: one thread.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
interface ScanKind {
  String name();

  /** Adds table and nodes; answers the name of the rough products, [1, N]. */
  String addTo(ScanGraph graph);

  /** Bytes of an item in the scan. */
  int bytes();

  /** The inputs that stand for a query, to be closed. */
  Map<String, OnnxTensor> query(OrtEnvironment environment, float[] query) throws OrtException;

  /**
   * The first numbers of the vectors, turned so that the first ones tell most: what prefixes of
   * vectors that were trained for it (Matryoshka) are.
   */
  record Prefix(float[][] items, int length, PrincipalAxes axes) implements ScanKind {
    @Override
    public String name() {
      return "first %d of %d dimensions".formatted(length, items[0].length);
    }

    @Override
    public String addTo(ScanGraph graph) {
      ByteBuffer table = heap(items.length * length * Float.BYTES);
      for (int item = 0; item < items.length; item++) {
        float[] turned = axes.turned(items[item], length);
        for (int at = 0; at < length; at++) {
          table.putFloat((at * items.length + item) * Float.BYTES, turned[at]);
        }
      }
      graph
          .table("prefixes", DataType.FLOAT, table, length, items.length)
          .input(ScanGraph.ROUGH_QUERY, DataType.FLOAT, 1, length)
          .node("MatMul", "rough", List.of(ScanGraph.ROUGH_QUERY, "prefixes"));
      return "rough";
    }

    @Override
    public int bytes() {
      return length * Float.BYTES;
    }

    @Override
    public Map<String, OnnxTensor> query(OrtEnvironment environment, float[] query)
        throws OrtException {
      float[][] prefix = {axes.turned(query, length)};
      return Map.of(ScanGraph.ROUGH_QUERY, OnnxTensor.createTensor(environment, prefix));
    }
  }

  /** Eight bits a number, under one scale; queries in seven, as in the clustered graph. */
  record Int8(float[][] items, float scale) implements ScanKind {
    private static final int ZERO = 64;
    private static final float RANGE = 63;

    static Int8 of(float[][] items) {
      float largest = 0;
      for (float[] item : items) {
        for (float value : item) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
      return new Int8(items, largest / Byte.MAX_VALUE);
    }

    @Override
    public String name() {
      return "int8";
    }

    @Override
    public String addTo(ScanGraph graph) {
      int dimension = items[0].length;
      ByteBuffer codes = heap(items.length * dimension);
      for (int item = 0; item < items.length; item++) {
        for (int at = 0; at < dimension; at++) {
          codes.put(at * items.length + item, (byte) Math.round(items[item][at] / scale));
        }
      }
      ByteBuffer zero = heap(1).put(0, (byte) ZERO);
      graph
          .table("codes", DataType.INT8, codes, dimension, items.length)
          .table("zero", DataType.UINT8, zero)
          .input(ScanGraph.ROUGH_QUERY, DataType.UINT8, 1, dimension)
          .input(ScanGraph.UNIT, DataType.FLOAT, 1)
          .node("MatMulInteger", "code_products", List.of(ScanGraph.ROUGH_QUERY, "codes", "zero"))
          .node(
              "Cast",
              "code_floats",
              List.of("code_products"),
              ScanGraph.attribute("to", DataType.FLOAT.getNumber()))
          .node("Mul", "rough", List.of("code_floats", ScanGraph.UNIT));
      return "rough";
    }

    @Override
    public int bytes() {
      return items[0].length;
    }

    @Override
    public Map<String, OnnxTensor> query(OrtEnvironment environment, float[] query)
        throws OrtException {
      float largest = 1e-8f;
      for (float value : query) {
        largest = Math.max(largest, Math.abs(value));
      }
      ByteBuffer codes = direct(query.length);
      for (float value : query) {
        codes.put((byte) (ZERO + Math.round(value / largest * RANGE)));
      }
      Map<String, OnnxTensor> inputs = new TreeMap<>();
      inputs.put(ScanGraph.ROUGH_QUERY, unsigned(environment, codes.flip()));
      inputs.put(
          ScanGraph.UNIT,
          OnnxTensor.createTensor(environment, new float[] {scale * largest / RANGE}));
      return inputs;
    }
  }

  /** A bit a number, its sign: the angle is told by how many bits differ. */
  record Signs(float[][] items) implements ScanKind {
    private static final int BYTE_VALUES = 256;

    @Override
    public String name() {
      return "sign bits";
    }

    @Override
    public String addTo(ScanGraph graph) {
      ByteBuffer signs = heap(items.length * bytes());
      for (float[] item : items) {
        put(item, signs);
      }
      ByteBuffer counts = heap(BYTE_VALUES * Float.BYTES);
      for (int value = 0; value < BYTE_VALUES; value++) {
        counts.putFloat(Integer.bitCount(value));
      }
      int bits = items[0].length;
      ByteBuffer cosines = heap((bits + 1) * Float.BYTES);
      for (int differing = 0; differing <= bits; differing++) {
        cosines.putFloat((float) Math.cos(Math.PI * differing / bits));
      }
      var toInt = ScanGraph.attribute("to", DataType.INT32.getNumber());
      graph
          .table("signs", DataType.UINT8, signs.flip(), items.length, bytes())
          .table("counts", DataType.FLOAT, counts.flip(), BYTE_VALUES)
          .table("cosines", DataType.FLOAT, cosines.flip(), bits + 1)
          .axis("axis_1", 1)
          .axis("axis_0", 0)
          .input(ScanGraph.ROUGH_QUERY, DataType.UINT8, 1, bytes())
          .node("BitwiseXor", "differing", List.of("signs", ScanGraph.ROUGH_QUERY))
          .node("Cast", "differing_32", List.of("differing"), toInt)
          .node("Gather", "bits", List.of("counts", "differing_32"))
          .node("ReduceSum", "sums", List.of("bits", "axis_1"), ScanGraph.attribute("keepdims", 0))
          .node("Cast", "sums_32", List.of("sums"), toInt)
          .node("Gather", "rough_flat", List.of("cosines", "sums_32"))
          .node("Unsqueeze", "rough", List.of("rough_flat", "axis_0"));
      return "rough";
    }

    private static void put(float[] vector, ByteBuffer into) {
      for (int from = 0; from < vector.length; from += Byte.SIZE) {
        int bits = 0;
        for (int at = 0; at < Byte.SIZE; at++) {
          bits |= vector[from + at] > 0 ? 1 << at : 0;
        }
        into.put((byte) bits);
      }
    }

    @Override
    public int bytes() {
      return items[0].length / Byte.SIZE;
    }

    @Override
    public Map<String, OnnxTensor> query(OrtEnvironment environment, float[] query)
        throws OrtException {
      ByteBuffer bits = direct(bytes());
      put(query, bits);
      return Map.of(ScanGraph.ROUGH_QUERY, unsigned(environment, bits.flip()));
    }
  }

  private static ByteBuffer heap(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer direct(int count) {
    return ByteBuffer.allocateDirect(count).order(ByteOrder.nativeOrder());
  }

  private static OnnxTensor unsigned(OrtEnvironment environment, ByteBuffer row)
      throws OrtException {
    return OnnxTensor.createTensor(
        environment, row, new long[] {1, row.remaining()}, OnnxJavaType.UINT8);
  }
}
