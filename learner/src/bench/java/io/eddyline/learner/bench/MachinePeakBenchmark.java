package io.eddyline.learner.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What one core can do at most: fused multiply-adds in registers, and reading memory in order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MachinePeakBenchmark {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int ROUNDS = 1_000;
  private static final int CHAINS = 8;
  private static final int MEMORY_FLOATS = 1 << 26;

  /** Floating-point operations of one {@link #multiplyAdd}: two a lane. */
  static final double FLOPS = 2.0 * ROUNDS * CHAINS * LANES;

  /** Bytes of one {@link #read}. */
  static final double BYTES = (double) MEMORY_FLOATS * Float.BYTES;

  private float seed = 0.999f;

  /** Made when it is first read; the other benchmark needs none. */
  private float[] memory = {};

  /** Independent chains, enough to hide the latency of two units. */
  @Benchmark
  public float multiplyAdd() {
    FloatVector x = FloatVector.broadcast(FLOATS, seed);
    FloatVector a = x;
    FloatVector b = x.neg();
    FloatVector c = x.add(1);
    FloatVector d = x.add(2);
    FloatVector e = x.add(3);
    FloatVector f = x.add(4);
    FloatVector g = x.add(5);
    FloatVector h = x.add(6);
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
    }
    return a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).lane(0);
  }

  /** A memory much larger than a core's own caches, summed in order. */
  @Benchmark
  public float read() {
    if (memory.length == 0) {
      memory = new float[MEMORY_FLOATS];
      Arrays.fill(memory, 1);
    }
    FloatVector a = FloatVector.zero(FLOATS);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    for (int k = 0; k < MEMORY_FLOATS; k += 4 * LANES) {
      a = a.add(FloatVector.fromArray(FLOATS, memory, k));
      b = b.add(FloatVector.fromArray(FLOATS, memory, k + LANES));
      c = c.add(FloatVector.fromArray(FLOATS, memory, k + 2 * LANES));
      d = d.add(FloatVector.fromArray(FLOATS, memory, k + 3 * LANES));
    }
    return a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
  }
}
