package io.eddyline.learner.bench;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The kernels of a step over its negatives, each beside the same work row by row: 64 keys of 64
 * dimensions, drawn from a queue of 1,024.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelBenchmark {
  /** Of the products, and of the weighted sum. */
  static final double FLOPS = 2 * 64 * 64;

  private static final int DIMENSION = 64;
  private static final int NEGATIVES = 64;
  private static final int QUEUE = 1_024;
  private static final int SEEN = 200;

  /* Random, and the same in every run. */
  private final SplittableRandom random = new SplittableRandom(1);
  private final float[] keys = floats(QUEUE * DIMENSION);
  private final float[] query = floats(DIMENSION);
  private final float[] factors = floats(NEGATIVES);
  private final float[] scores = new float[NEGATIVES];
  private final float[] sum = new float[DIMENSION];
  private final int[] slots = random.ints(NEGATIVES, 0, QUEUE).toArray();
  private final int[] seen = random.ints(SEEN, 0, 1 << 20).toArray();

  private float[] floats(int count) {
    float[] floats = new float[count];
    for (int at = 0; at < count; at++) {
      floats[at] = (float) random.nextGaussian() / DIMENSION;
    }
    return floats;
  }

  /** Sums would grow from one round to the next. */
  @Setup(Level.Iteration)
  public void clear() {
    VectorKernels.scaleInto(0, sum, 0, sum, 0, DIMENSION);
  }

  /** All products in one pass. */
  @Benchmark
  public float[] scores() {
    VectorKernels.dotRows(query, 0, keys, slots, NEGATIVES, DIMENSION, scores);
    return scores;
  }

  /** Products key by key. */
  @Benchmark
  public float[] scoresRowByRow() {
    for (int k = 0; k < NEGATIVES; k++) {
      scores[k] = VectorKernels.dot(query, 0, keys, slots[k] * DIMENSION, DIMENSION);
    }
    return scores;
  }

  /** The weighted sum in one pass. */
  @Benchmark
  public float[] weightedSum() {
    VectorKernels.addScaledRows(factors, keys, slots, NEGATIVES, sum, 0, DIMENSION);
    return sum;
  }

  /** The weighted sum key by key. */
  @Benchmark
  public float[] weightedSumRowByRow() {
    for (int k = 0; k < NEGATIVES; k++) {
      VectorKernels.addScaled(factors[k], keys, slots[k] * DIMENSION, sum, 0, DIMENSION);
    }
    return sum;
  }

  /** Exponentials with their sum in one pass. */
  @Benchmark
  public float exponentials() {
    System.arraycopy(factors, 0, scores, 0, NEGATIVES);
    return VectorKernels.expInPlace(scores, VectorKernels.max(scores, NEGATIVES), NEGATIVES);
  }

  /** The same by the library's. */
  @Benchmark
  public float exponentialsOneByOne() {
    float max = VectorKernels.max(factors, NEGATIVES);
    float total = 0;
    for (int k = 0; k < NEGATIVES; k++) {
      scores[k] = (float) Math.exp(factors[k] - max);
      total += scores[k];
    }
    return total;
  }

  /** Whether an id that is not there is among those of a user. */
  @Benchmark
  public boolean seenItem() {
    return VectorKernels.contains(seen, 0, SEEN, -1);
  }

  /** The same id by id. */
  @Benchmark
  public boolean seenItemOneByOne() {
    for (int id : seen) {
      if (id == -1) {
        return true;
      }
    }
    return false;
  }
}
