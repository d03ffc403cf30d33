package io.eddyline.learner.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, in the machine's preferred width; tails are scalar.
 *
 * <p>Summation order of a dot product: one partial sum a lane in each of {@link #UNROLL} vectors,
 * then the lanes, halves first, then the tail. Rounding differs from {@link ScalarKernels} by that
 * and by fused multiply-add; {@link #countGreater} and {@link #countEqual} do not fuse. Results are
 * the same bits whether interpreted or compiled: the library's sum over lanes, whose order is not
 * specified, and its exponential are not used.
 *
 * <p>The kernels of every step ({@link #dot}, {@link SimdElements}, {@link SimdRowSums}) are longer
 * than the 325 bytes of code that the compiler inlines by default, on purpose: inlined into a whole
 * training step they exceed its node budget, and it boxes their vectors on the heap.
 *
 * <p>Threading: stateless.
 */
final class SimdKernels implements Kernels {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);
  private static final int UNROLL = 4;
  private static final int STRIDE = UNROLL * LANES;

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(FLOATS, lane -> (lane + lanes) % LANES);
  }

  static boolean worthwhile() {
    return LANES >= 4;
  }

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    int k = 0;
    FloatVector sum = FloatVector.zero(FLOATS);
    if (length >= STRIDE) {
      FloatVector sum1 = FloatVector.zero(FLOATS);
      FloatVector sum2 = FloatVector.zero(FLOATS);
      FloatVector sum3 = FloatVector.zero(FLOATS);
      for (; k <= length - STRIDE; k += STRIDE) {
        sum =
            FloatVector.fromArray(FLOATS, a, aAt + k)
                .fma(FloatVector.fromArray(FLOATS, b, bAt + k), sum);
        sum1 =
            FloatVector.fromArray(FLOATS, a, aAt + k + LANES)
                .fma(FloatVector.fromArray(FLOATS, b, bAt + k + LANES), sum1);
        sum2 =
            FloatVector.fromArray(FLOATS, a, aAt + k + 2 * LANES)
                .fma(FloatVector.fromArray(FLOATS, b, bAt + k + 2 * LANES), sum2);
        sum3 =
            FloatVector.fromArray(FLOATS, a, aAt + k + 3 * LANES)
                .fma(FloatVector.fromArray(FLOATS, b, bAt + k + 3 * LANES), sum3);
      }
      sum = sum.add(sum1).add(sum2.add(sum3));
    }
    for (; k <= length - LANES; k += LANES) {
      sum =
          FloatVector.fromArray(FLOATS, a, aAt + k)
              .fma(FloatVector.fromArray(FLOATS, b, bAt + k), sum);
    }
    float total = sumLanes(sum);
    for (; k < length; k++) {
      total += a[aAt + k] * b[bAt + k];
    }
    return total;
  }

  /* Four rows at a time: each vector of the query is loaded once for the four. */
  @Override
  public void dotRows(
      float[] query, int queryAt, float[] rows, int[] slots, int count, int length, float[] out) {
    int whole = length - length % LANES;
    int k = 0;
    for (; k <= count - 4; k += 4) {
      int row0 = slots[k] * length;
      int row1 = slots[k + 1] * length;
      int row2 = slots[k + 2] * length;
      int row3 = slots[k + 3] * length;
      FloatVector sum0 = FloatVector.zero(FLOATS);
      FloatVector sum1 = FloatVector.zero(FLOATS);
      FloatVector sum2 = FloatVector.zero(FLOATS);
      FloatVector sum3 = FloatVector.zero(FLOATS);
      for (int column = 0; column < whole; column += LANES) {
        FloatVector part = FloatVector.fromArray(FLOATS, query, queryAt + column);
        sum0 = FloatVector.fromArray(FLOATS, rows, row0 + column).fma(part, sum0);
        sum1 = FloatVector.fromArray(FLOATS, rows, row1 + column).fma(part, sum1);
        sum2 = FloatVector.fromArray(FLOATS, rows, row2 + column).fma(part, sum2);
        sum3 = FloatVector.fromArray(FLOATS, rows, row3 + column).fma(part, sum3);
      }
      out[k] = sumLanes(sum0);
      out[k + 1] = sumLanes(sum1);
      out[k + 2] = sumLanes(sum2);
      out[k + 3] = sumLanes(sum3);
      for (int column = whole; column < length; column++) {
        float value = query[queryAt + column];
        out[k] += value * rows[row0 + column];
        out[k + 1] += value * rows[row1 + column];
        out[k + 2] += value * rows[row2 + column];
        out[k + 3] += value * rows[row3 + column];
      }
    }
    for (; k < count; k++) {
      out[k] = dot(query, queryAt, rows, slots[k] * length, length);
    }
  }

  @Override
  public void dotBlock(
      float[] query, int queryAt, float[] rows, int count, int length, float[] out, int outAt) {
    for (int k = 0; k < count; k++) {
      out[outAt + k] = dot(query, queryAt, rows, k * length, length);
    }
  }

  @Override
  public void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    SimdElements.addScaled(factor, x, xAt, y, yAt, length);
  }

  @Override
  public void scaleInto(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    SimdElements.scaleInto(factor, x, xAt, y, yAt, length);
  }

  @Override
  public void blend(float keep, float[] x, int xAt, float[] y, int yAt, int length) {
    SimdElements.blend(keep, x, xAt, y, yAt, length);
  }

  @Override
  public void addScaledRows(
      float[] factors, float[] rows, int[] slots, int count, float[] y, int yAt, int length) {
    SimdRowSums.addScaledRows(factors, rows, slots, count, y, yAt, length);
  }

  @Override
  public void addScaledChunkRows(
      float[] factors, float[][] chunks, int[] rows, int count, float[] y, int yAt, int length) {
    SimdRowSums.addScaledChunkRows(factors, chunks, rows, count, y, yAt, length);
  }

  @Override
  public float max(float[] x, int length) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      max = max.max(load(x, k));
    }
    float largest = max.reduceLanes(VectorOperators.MAX);
    for (; k < length; k++) {
      largest = Math.max(largest, x[k]);
    }
    return largest;
  }

  /* The smallest value first, then where it stands. */
  @Override
  public int argMin(float[] x, int at, int length) {
    FloatVector min = FloatVector.broadcast(FLOATS, Float.POSITIVE_INFINITY);
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      min = min.min(load(x, at + k));
    }
    float smallest = min.reduceLanes(VectorOperators.MIN);
    for (; k < length; k++) {
      smallest = Math.min(smallest, x[at + k]);
    }
    for (k = 0; k <= length - LANES; k += LANES) {
      int lane = load(x, at + k).eq(smallest).firstTrue();
      if (lane < LANES) {
        return k + lane;
      }
    }
    while (k < length && x[at + k] != smallest) {
      k++;
    }
    return k < length ? k : 0;
  }

  @Override
  public float expInPlace(float[] x, float shift, int length) {
    int vectorised = FastExp.expInPlace(x, shift, length);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int k = 0; k < vectorised; k += LANES) {
      sum = sum.add(load(x, k));
    }
    float total = sumLanes(sum);
    for (int k = vectorised; k < length; k++) {
      x[k] = FastExp.exp(x[k] - shift);
      total += x[k];
    }
    return total;
  }

  @Override
  public void logInPlace(float[] x, int length) {
    FastLog.logInPlace(x, length);
  }

  @Override
  public boolean contains(int[] values, int at, int length, int value) {
    int k = 0;
    for (; k <= length - STRIDE; k += STRIDE) {
      VectorMask<Integer> here = IntVector.fromArray(INTS, values, at + k).eq(value);
      VectorMask<Integer> here1 = IntVector.fromArray(INTS, values, at + k + LANES).eq(value);
      VectorMask<Integer> here2 = IntVector.fromArray(INTS, values, at + k + 2 * LANES).eq(value);
      VectorMask<Integer> here3 = IntVector.fromArray(INTS, values, at + k + 3 * LANES).eq(value);
      if (here.or(here1).or(here2.or(here3)).anyTrue()) {
        return true;
      }
    }
    for (; k <= length - LANES; k += LANES) {
      if (IntVector.fromArray(INTS, values, at + k).eq(value).anyTrue()) {
        return true;
      }
    }
    for (; k < length; k++) {
      if (values[at + k] == value) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int countGreater(
      float[] scores, float[] priors, float weight, float threshold, int length) {
    int count = 0;
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      count +=
          load(priors, k)
              .mul(weight)
              .add(load(scores, k))
              .compare(VectorOperators.GT, threshold)
              .trueCount();
    }
    for (; k < length; k++) {
      count += scores[k] + weight * priors[k] > threshold ? 1 : 0;
    }
    return count;
  }

  @Override
  public int countEqual(float[] scores, float[] priors, float weight, float threshold, int length) {
    int count = 0;
    int k = 0;
    for (; k <= length - LANES; k += LANES) {
      count += load(priors, k).mul(weight).add(load(scores, k)).eq(threshold).trueCount();
    }
    for (; k < length; k++) {
      count += scores[k] + weight * priors[k] == threshold ? 1 : 0;
    }
    return count;
  }

  @Override
  public String toString() {
    return "simd" + FLOATS.vectorBitSize();
  }

  /* lane_k + lane_(k + half), half = lanes / 2, and so on down to one lane. */
  private static float sumLanes(FloatVector vector) {
    FloatVector sum = vector;
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    sum = sum.add(sum.rearrange(BY_2));
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  private static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(FLOATS, array, at);
  }
}
