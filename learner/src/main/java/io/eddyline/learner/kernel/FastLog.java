package io.eddyline.learner.kernel;

/**
 * The natural logarithm by range reduction and a polynomial (Moshier, Cephes {@code logf}), to
 * about two units in the last place.
 *
 * <pre>
 *   x = 2^n (1 + z), 1 + z in [sqrt(1/2), sqrt(2))      log(x) = n ln 2 + z - z^2 / 2 + z^3 P(z)
 * </pre>
 *
 * <p>One value at a time, without vectors: it is called too seldom to be compiled early, and
 * uncompiled vectors would be objects on the heap. Arguments are normal positive numbers; others
 * give something finite or not-a-number.
 */
final class FastLog {
  private static final int SQRT_HALF_BITS = 0x3f3504f3;
  private static final int EXPONENT_SHIFT = 23;
  /* The bits of the rounder plus a small integer are those of their sum as numbers. */
  private static final float ROUNDER = 12582912f;
  private static final int ROUNDER_BITS = 0x4b400000;
  private static final float LN2_HIGH = 0.6933594f;
  private static final float LN2_LOW = -0.00021219444f;
  private static final float P8 = 0.070376836f;
  private static final float P7 = -0.1151461f;
  private static final float P6 = 0.11676999f;
  private static final float P5 = -0.12420141f;
  private static final float P4 = 0.14249323f;
  private static final float P3 = -0.16668057f;
  private static final float P2 = 0.20000714f;
  private static final float P1 = -0.24999994f;
  private static final float P0 = 0.3333333f;

  private FastLog() {}

  static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits - SQRT_HALF_BITS) >> EXPONENT_SHIFT;
    float n = Float.intBitsToFloat(exponent + ROUNDER_BITS) - ROUNDER;
    float z = Float.intBitsToFloat(bits - (exponent << EXPONENT_SHIFT)) - 1;
    float p = Math.fma(P8, z, P7);
    p = Math.fma(p, z, P6);
    p = Math.fma(p, z, P5);
    p = Math.fma(p, z, P4);
    p = Math.fma(p, z, P3);
    p = Math.fma(p, z, P2);
    p = Math.fma(p, z, P1);
    p = Math.fma(p, z, P0);
    float square = z * z;
    float low = Math.fma(n, LN2_LOW, p * z * square);
    low = Math.fma(square, -0.5f, low);
    return Math.fma(n, LN2_HIGH, z + low);
  }

  /** {@code x_k = log(x_k)} for k in [0, length). */
  static void logInPlace(float[] x, int length) {
    for (int k = 0; k < length; k++) {
      x[k] = log(x[k]);
    }
  }
}
