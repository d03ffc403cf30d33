package io.eddyline.learner.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The natural logarithm by range reduction and a polynomial (Moshier, Cephes {@code logf}), to
 * about two units in the last place.
 *
 * <pre>
 *   x = 2^n (1 + z), 1 + z in [sqrt(1/2), sqrt(2))      log(x) = n ln 2 + z - z^2 / 2 + z^3 P(z)
 * </pre>
 *
 * <p>As in {@link FastExp}, a single value and a lane of any vector agree in the last bit.
 * Arguments are normal positive numbers; others give something finite or not-a-number.
 */
final class FastLog {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
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
    int k = 0;
    for (; k <= length - FLOATS.length(); k += FLOATS.length()) {
      IntVector bits = FloatVector.fromArray(FLOATS, x, k).reinterpretAsInts();
      IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, EXPONENT_SHIFT);
      FloatVector n = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(constant(ROUNDER));
      FloatVector z =
          bits.sub(exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT))
              .reinterpretAsFloats()
              .sub(constant(1));
      FloatVector p = constant(P8).fma(z, constant(P7));
      p = p.fma(z, constant(P6));
      p = p.fma(z, constant(P5));
      p = p.fma(z, constant(P4));
      p = p.fma(z, constant(P3));
      p = p.fma(z, constant(P2));
      p = p.fma(z, constant(P1));
      p = p.fma(z, constant(P0));
      FloatVector square = z.mul(z);
      FloatVector low = n.fma(constant(LN2_LOW), p.mul(z).mul(square));
      low = square.fma(constant(-0.5f), low);
      n.fma(constant(LN2_HIGH), z.add(low)).intoArray(x, k);
    }
    for (; k < length; k++) {
      x[k] = log(x[k]);
    }
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
