package io.eddyline.learner.kernel;

import java.util.Objects;

/**
 * Arithmetic on float32 vectors given as (array, offset, length).
 *
 * <p>The implementation is chosen once, when this class loads: the Vector API if the module is
 * there and the machine has vectors, else plain loops; {@code -Deddyline.kernels=scalar} forces the
 * latter. Sums may be taken in another order than written, the same for every call with the same
 * lengths and counts on one machine. Not-a-number propagates as in plain arithmetic; empty input
 * gives 0. Arguments may not overlap unless they are the very same range.
 *
 * <p>Threading: stateless.
 */
public final class VectorKernels {
  private static final Kernels KERNELS = choose();

  private VectorKernels() {}

  private static Kernels choose() {
    boolean available =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && !"scalar".equals(System.getProperty("eddyline.kernels"));
    return available && SimdKernels.worthwhile() ? new SimdKernels() : new ScalarKernels();
  }

  /** What was chosen, for the log: {@code scalar} or {@code simd512} and the like. */
  public static String description() {
    return KERNELS.toString();
  }

  /** {@code sum_k a_k b_k}. */
  public static float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    Objects.checkFromIndexSize(aAt, length, a.length);
    Objects.checkFromIndexSize(bAt, length, b.length);
    return KERNELS.dot(a, aAt, b, bAt, length);
  }

  /** Euclidean length. */
  public static float norm(float[] x, int at, int length) {
    return (float) Math.sqrt(dot(x, at, x, at, length));
  }

  /** {@code y += factor * x}. */
  public static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    Objects.checkFromIndexSize(xAt, length, x.length);
    Objects.checkFromIndexSize(yAt, length, y.length);
    KERNELS.addScaled(factor, x, xAt, y, yAt, length);
  }

  /** {@code y = factor * x}. */
  public static void scaleInto(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    Objects.checkFromIndexSize(xAt, length, x.length);
    Objects.checkFromIndexSize(yAt, length, y.length);
    KERNELS.scaleInto(factor, x, xAt, y, yAt, length);
  }

  /** {@code y = x / |x|}, zeros if x is shorter than 1e-8. Returns {@code |x|}. */
  public static float normalizeInto(float[] x, int xAt, float[] y, int yAt, int length) {
    float norm = norm(x, xAt, length);
    scaleInto(norm > 1e-8f ? 1 / norm : 0, x, xAt, y, yAt, length);
    return norm;
  }

  /** {@code y = keep * y + (1 - keep) * x}, a step of an exponential average. */
  public static void blend(float keep, float[] x, int xAt, float[] y, int yAt, int length) {
    Objects.checkFromIndexSize(xAt, length, x.length);
    Objects.checkFromIndexSize(yAt, length, y.length);
    KERNELS.blend(keep, x, xAt, y, yAt, length);
  }

  /** {@code out_k = query . row(slots_k)} for k in [0, count); rows are row-major. */
  public static void dotRows(
      float[] query, int queryAt, float[] rows, int[] slots, int count, int length, float[] out) {
    Objects.checkFromIndexSize(queryAt, length, query.length);
    Objects.checkFromIndexSize(0, count, out.length);
    KERNELS.dotRows(query, queryAt, rows, slots, count, length, out);
  }

  /** {@code out_(outAt + k) = query . row(k)} for the first {@code count} rows. */
  public static void dotBlock(
      float[] query, int queryAt, float[] rows, int count, int length, float[] out, int outAt) {
    Objects.checkFromIndexSize(queryAt, length, query.length);
    Objects.checkFromIndexSize(0, count * length, rows.length);
    Objects.checkFromIndexSize(outAt, count, out.length);
    KERNELS.dotBlock(query, queryAt, rows, count, length, out, outAt);
  }

  /** {@code y += sum_k factors_k * row(slots_k)} over k in [0, count); rows are row-major. */
  public static void addScaledRows(
      float[] factors, float[] rows, int[] slots, int count, float[] y, int yAt, int length) {
    Objects.checkFromIndexSize(0, count, factors.length);
    Objects.checkFromIndexSize(yAt, length, y.length);
    KERNELS.addScaledRows(factors, rows, slots, count, y, yAt, length);
  }

  /**
   * {@code y += sum_k factors_k * row(rows_k)} over k in [0, count), of rows that are spread over
   * chunks of equally many rows, a power of two.
   */
  public static void addScaledChunkRows(
      float[] factors, float[][] chunks, int[] rows, int count, float[] y, int yAt, int length) {
    Objects.checkFromIndexSize(0, count, factors.length);
    Objects.checkFromIndexSize(yAt, length, y.length);
    KERNELS.addScaledChunkRows(factors, chunks, rows, count, y, yAt, length);
  }

  /** The largest of the first {@code length}; negative infinity if there are none. */
  public static float max(float[] x, int length) {
    Objects.checkFromIndexSize(0, length, x.length);
    return KERNELS.max(x, length);
  }

  /** Index from {@code at} on of the smallest, the first of equals; none is not-a-number. */
  public static int argMin(float[] x, int at, int length) {
    Objects.checkFromIndexSize(at, length, x.length);
    return KERNELS.argMin(x, at, length);
  }

  /** {@code x_k = exp(x_k - shift)}; returns their sum. */
  public static float expInPlace(float[] x, float shift, int length) {
    Objects.checkFromIndexSize(0, length, x.length);
    return KERNELS.expInPlace(x, shift, length);
  }

  /** {@code x_k = log(x_k)}, natural, of normal positive numbers. */
  public static void logInPlace(float[] x, int length) {
    Objects.checkFromIndexSize(0, length, x.length);
    KERNELS.logInPlace(x, length);
  }

  /** Whether {@code value} is among the values. */
  public static boolean contains(int[] values, int at, int length, int value) {
    Objects.checkFromIndexSize(at, length, values.length);
    return KERNELS.contains(values, at, length, value);
  }

  /**
   * How many k in [0, length) have {@code scores_k + weight * priors_k > threshold}. The sum is
   * rounded twice, so a threshold made the same way compares exactly.
   */
  public static int countGreater(
      float[] scores, float[] priors, float weight, float threshold, int length) {
    Objects.checkFromIndexSize(0, length, scores.length);
    Objects.checkFromIndexSize(0, length, priors.length);
    return KERNELS.countGreater(scores, priors, weight, threshold, length);
  }

  /** As {@link #countGreater}, for {@code ==}. */
  public static int countEqual(
      float[] scores, float[] priors, float weight, float threshold, int length) {
    Objects.checkFromIndexSize(0, length, scores.length);
    Objects.checkFromIndexSize(0, length, priors.length);
    return KERNELS.countEqual(scores, priors, weight, threshold, length);
  }
}
