package io.eddyline.serving.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Manifest;
import java.util.Arrays;
import java.util.Map;

/**
 * Compares a graph's inputs and outputs with {@link GraphNames}: one of another shape would fail,
 * or answer something else, only when a query comes.
 *
 * <p>Threading: stateless.
 */
final class GraphInterfaceCheck {
  /** Any number: the graph leaves it open. */
  private static final long OPEN = -1;

  private GraphInterfaceCheck() {}

  /**
   * Looks at every input and output.
   *
   * @throws FormatException naming the first that differs
   */
  static void require(OrtSession session, Manifest manifest) throws OrtException {
    long items = manifest.counts().items();
    Map<String, Tensor> inputs =
        Map.of(
            GraphNames.USER_ROW, new Tensor(OnnxJavaType.INT64, OPEN),
            GraphNames.USER_VECTOR, new Tensor(OnnxJavaType.FLOAT, OPEN, manifest.dimension()),
            GraphNames.HISTORY_ROWS, new Tensor(OnnxJavaType.INT64, OPEN, OPEN),
            GraphNames.HISTORY_WEIGHTS, new Tensor(OnnxJavaType.FLOAT, OPEN, OPEN),
            GraphNames.NEIGHBOUR_WEIGHTS, new Tensor(OnnxJavaType.FLOAT, OPEN, OPEN),
            GraphNames.BIAS, new Tensor(OnnxJavaType.FLOAT, items),
            GraphNames.EXCLUSIONS, new Tensor(OnnxJavaType.INT64, OPEN, OPEN),
            GraphNames.K, new Tensor(OnnxJavaType.INT64, 1));
    Map<String, Tensor> outputs =
        Map.of(
            GraphNames.ITEM_ROWS, new Tensor(OnnxJavaType.INT64, OPEN, OPEN),
            GraphNames.SCORES, new Tensor(OnnxJavaType.FLOAT, OPEN, OPEN));
    require("input", inputs, session.getInputInfo());
    require("output", outputs, session.getOutputInfo());
  }

  private static void require(
      String kind, Map<String, Tensor> expected, Map<String, NodeInfo> actual) {
    if (!actual.keySet().equals(expected.keySet())) {
      throw new FormatException(
          "the graph has the %ss %s, expected %s"
              .formatted(kind, actual.keySet(), expected.keySet()));
    }
    expected.forEach(
        (name, tensor) -> {
          NodeInfo info = actual.get(name);
          if (info == null || !tensor.fits(info)) {
            throw new FormatException(
                "the graph's %s %s is %s, expected %s"
                    .formatted(kind, name, info == null ? "none" : info.getInfo(), tensor));
          }
        });
  }

  /** What a tensor must be like. */
  private static final class Tensor {
    private final OnnxJavaType type;
    private final long[] shape;

    private Tensor(OnnxJavaType type, long... shape) {
      this.type = type;
      this.shape = shape;
    }

    private boolean fits(NodeInfo info) {
      if (!(info.getInfo() instanceof TensorInfo tensor) || tensor.type != type) {
        return false;
      }
      long[] actual = tensor.getShape();
      boolean fits = actual.length == shape.length;
      for (int axis = 0; fits && axis < shape.length; axis++) {
        fits = actual[axis] == OPEN || shape[axis] == OPEN || actual[axis] == shape[axis];
      }
      return fits;
    }

    @Override
    public String toString() {
      return "%s%s".formatted(type, Arrays.toString(shape));
    }
  }
}
