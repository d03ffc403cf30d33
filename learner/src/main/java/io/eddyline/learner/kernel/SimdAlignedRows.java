package io.eddyline.learner.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products with and weighted sums of {@link AlignedRows}, columns outside and rows inside: a
 * stride of four vectors of the query or of the sum stays in registers while all rows pass.
 *
 * <p>An inner product is summed within each stride as in {@link SimdKernels}, one partial sum a
 * lane, the lanes by halves; then the strides.
 *
 * <p>Threading: stateless.
 */
final class SimdAlignedRows {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final long BYTES = FLOATS.vectorByteSize();
  private static final int STRIDE = 4 * LANES;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorShuffle<Float> HALVES = swap(LANES / 2);
  private static final VectorShuffle<Float> QUARTERS = swap(LANES / 4);
  private static final VectorShuffle<Float> PAIRS = swap(2);
  private static final VectorShuffle<Float> LANE = swap(1);
  private static final VectorMask<Float> UPPER_HALF = upper(LANES / 2);
  private static final VectorMask<Float> UPPER_QUARTERS = upper(LANES / 4);

  private SimdAlignedRows() {}

  /* Each run of so many lanes changes places with the next one. */
  private static VectorShuffle<Float> swap(int lanes) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ lanes) % LANES);
  }

  /* Every second run of so many lanes. */
  private static VectorMask<Float> upper(int lanes) {
    boolean[] bits = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      bits[lane] = (lane & lanes) != 0;
    }
    return VectorMask.fromValues(FLOATS, bits);
  }

  static void dots(
      float[] query, int queryAt, AlignedRows rows, int[] slots, int count, float[] out) {
    MemorySegment memory = rows.segment();
    long rowBytes = rows.rowBytes();
    int length = rows.dimension();
    Arrays.fill(out, 0, count, 0);
    int column = 0;
    for (; column <= length - STRIDE; column += STRIDE) {
      int at = queryAt + column;
      long columnBytes = (long) column * Float.BYTES;
      FloatVector q0 = FloatVector.fromArray(FLOATS, query, at);
      FloatVector q1 = FloatVector.fromArray(FLOATS, query, at + LANES);
      FloatVector q2 = FloatVector.fromArray(FLOATS, query, at + 2 * LANES);
      FloatVector q3 = FloatVector.fromArray(FLOATS, query, at + 3 * LANES);
      for (int k = 0; k < count; k += 4) {
        int last = count - 1;
        long row0 = slots[k] * rowBytes + columnBytes;
        long row1 = slots[Math.min(k + 1, last)] * rowBytes + columnBytes;
        long row2 = slots[Math.min(k + 2, last)] * rowBytes + columnBytes;
        long row3 = slots[Math.min(k + 3, last)] * rowBytes + columnBytes;
        FloatVector sums =
            sumLanesOfFour(
                products(memory, row0, q0, q1, q2, q3),
                products(memory, row1, q0, q1, q2, q3),
                products(memory, row2, q0, q1, q2, q3),
                products(memory, row3, q0, q1, q2, q3));
        float sum1 = sums.lane(LANES / 4);
        float sum2 = sums.lane(LANES / 2);
        float sum3 = sums.lane(LANES / 4 * 3);
        out[k] += sums.lane(0);
        if (k + 3 < count) {
          out[k + 1] += sum1;
          out[k + 2] += sum2;
          out[k + 3] += sum3;
        } else if (k + 2 < count) {
          out[k + 1] += sum1;
          out[k + 2] += sum2;
        } else if (k + 1 < count) {
          out[k + 1] += sum1;
        }
      }
    }
    for (; column <= length - LANES; column += LANES) {
      FloatVector part = FloatVector.fromArray(FLOATS, query, queryAt + column);
      for (int k = 0; k < count; k++) {
        long row = slots[k] * rowBytes + (long) column * Float.BYTES;
        out[k] += SimdKernels.sumLanes(load(memory, row).mul(part));
      }
    }
    for (; column < length; column++) {
      for (int k = 0; k < count; k++) {
        out[k] += query[queryAt + column] * rows.value(slots[k], column);
      }
    }
  }

  private static FloatVector products(
      MemorySegment memory,
      long at,
      FloatVector q0,
      FloatVector q1,
      FloatVector q2,
      FloatVector q3) {
    FloatVector sum = load(memory, at).mul(q0);
    sum = load(memory, at + BYTES).fma(q1, sum);
    sum = load(memory, at + 2 * BYTES).fma(q2, sum);
    return load(memory, at + 3 * BYTES).fma(q3, sum);
  }

  /*
   * The sums of the lanes of four vectors, each by halves, in the first lane of a quarter:
   *
   *   a+c by halves  | a a a a a a a a | c c c c c c c c |
   *   with b+d       | a a a a | b b b b | c c c c | d d d d |
   */
  private static FloatVector sumLanesOfFour(
      FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
    FloatVector ac = a.blend(c, UPPER_HALF).add(c.blend(a, UPPER_HALF).rearrange(HALVES));
    FloatVector bd = b.blend(d, UPPER_HALF).add(d.blend(b, UPPER_HALF).rearrange(HALVES));
    FloatVector upper = bd.blend(ac, UPPER_QUARTERS).rearrange(QUARTERS);
    FloatVector sum = ac.blend(bd, UPPER_QUARTERS).add(upper);
    sum = LANES >= 16 ? sum.add(sum.rearrange(PAIRS)) : sum;
    return LANES >= 8 ? sum.add(sum.rearrange(LANE)) : sum;
  }

  static void addScaled(
      float[] factors, AlignedRows rows, int[] slots, int count, float[] y, int yAt) {
    MemorySegment memory = rows.segment();
    long rowBytes = rows.rowBytes();
    int length = rows.dimension();
    int column = 0;
    for (; column <= length - STRIDE; column += STRIDE) {
      int at = yAt + column;
      FloatVector sum = FloatVector.fromArray(FLOATS, y, at);
      FloatVector sum1 = FloatVector.fromArray(FLOATS, y, at + LANES);
      FloatVector sum2 = FloatVector.fromArray(FLOATS, y, at + 2 * LANES);
      FloatVector sum3 = FloatVector.fromArray(FLOATS, y, at + 3 * LANES);
      for (int k = 0; k < count; k++) {
        FloatVector factor = FloatVector.broadcast(FLOATS, factors[k]);
        long row = slots[k] * rowBytes + (long) column * Float.BYTES;
        sum = load(memory, row).fma(factor, sum);
        sum1 = load(memory, row + BYTES).fma(factor, sum1);
        sum2 = load(memory, row + 2 * BYTES).fma(factor, sum2);
        sum3 = load(memory, row + 3 * BYTES).fma(factor, sum3);
      }
      sum.intoArray(y, at);
      sum1.intoArray(y, at + LANES);
      sum2.intoArray(y, at + 2 * LANES);
      sum3.intoArray(y, at + 3 * LANES);
    }
    for (; column <= length - LANES; column += LANES) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + column);
      for (int k = 0; k < count; k++) {
        long row = slots[k] * rowBytes + (long) column * Float.BYTES;
        sum = load(memory, row).fma(FloatVector.broadcast(FLOATS, factors[k]), sum);
      }
      sum.intoArray(y, yAt + column);
    }
    for (; column < length; column++) {
      for (int k = 0; k < count; k++) {
        y[yAt + column] += factors[k] * rows.value(slots[k], column);
      }
    }
  }

  private static FloatVector load(MemorySegment memory, long at) {
    return FloatVector.fromMemorySegment(FLOATS, memory, at, ORDER);
  }
}
