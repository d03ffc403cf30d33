package io.eddyline.learner.bench;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A query's history pooled from a table: 20 rows of 64 floats anywhere in it. What a table larger
 * than the caches costs shows here alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RowGatherBenchmark {
  private static final int DIMENSION = 64;
  private static final int HISTORY = 20;
  private static final int CHUNK_ROWS = 1 << 10;

  @Param("10000")
  public int rows;

  private final Generator generator = new Generator(1);
  private final float[] factors = new float[HISTORY];
  private final int[] history = new int[HISTORY];
  private final float[] sum = new float[DIMENSION];
  private float[][] chunks = {};

  @Setup
  public void fill() {
    chunks = new float[(rows + CHUNK_ROWS - 1) / CHUNK_ROWS][CHUNK_ROWS * DIMENSION];
    for (float[] chunk : chunks) {
      Arrays.fill(chunk, 0.5f);
    }
  }

  @Benchmark
  public float pool() {
    for (int k = 0; k < HISTORY; k++) {
      history[k] = generator.nextInt(rows);
    }
    VectorKernels.addScaledChunkRows(factors, chunks, history, HISTORY, sum, 0, DIMENSION);
    return sum[0];
  }
}
