package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
import io.eddyline.serving.attribute.AttributeIndex;
import io.eddyline.serving.filter.ChangedEntries;
import io.eddyline.serving.filter.FilterMasks;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.filter.RowMask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every request with a filter writes for the graph: a float an item, 100,000 items. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueryBiasBenchmark {
  private static final int ROWS = 100_000;
  private static final int VALUES = 1_000;
  private static final int STRIDE = 617;

  /** Share of the items that pass. */
  @Param({"0.1 %", "10 %", "90 %"})
  public String passing = "";

  @SuppressWarnings("NullAway.Init") // made before the first call
  private RowMask mask;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private QueryBias bias;

  @Setup(Level.Trial)
  public void fill() throws OrtException {
    AttributeIndex.Builder builder = new AttributeIndex.Builder();
    for (int row = 0; row < ROWS; row++) {
      builder.add(row, Map.of("place", (int) ((long) row * STRIDE % VALUES)));
    }
    double share = Double.parseDouble(passing.replace(" %", "")) / 100;
    mask =
        new FilterMasks(builder.build(ROWS, () -> {}), ChangedEntries.NONE)
            .mask(FilterParser.parse("place < " + Math.round(share * VALUES)));
    FloatBuffer values = floats();
    OnnxTensor tensor =
        OnnxTensor.createTensor(
            OnnxEnvironment.get(OrtEnvironment::getEnvironment), values, new long[] {ROWS});
    bias = new QueryBias(floats(), values, tensor, _ -> {});
  }

  private static FloatBuffer floats() {
    return ByteBuffer.allocateDirect(ROWS * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Benchmark
  public boolean written() {
    bias.reset(mask);
    return bias.isHidden(0);
  }
}
