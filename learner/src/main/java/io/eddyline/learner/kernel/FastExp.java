package io.eddyline.learner.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential by range reduction and a polynomial (Moshier, Cephes {@code expf}), to about two
 * units in the last place.
 *
 * <pre>
 *   x = n ln 2 + r, |r| at most ln(2) / 2        exp(x) = 2^n (1 + r + r^2 P(r))
 * </pre>
 *
 * <p>Every operation is rounded as IEEE 754 says, so interpreter, compiler, a single value and a
 * lane of any vector agree in the last bit; the library's own vector exponential does not promise
 * that. Arguments are taken as in [-87, 88]; not-a-number stays.
 */
final class FastExp {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final float LEAST = -87;
  private static final float MOST = 88;
  private static final float LOG2_E = 1.442695f;
  /* Adding it rounds to an integer, which then stands in the low bits of the sum. */
  private static final float ROUNDER = 12582912f;
  private static final float LN2_HIGH = 0.6933594f;
  private static final float LN2_LOW = -0.00021219444f;
  private static final float P5 = 0.00019875691f;
  private static final float P4 = 0.0013981999f;
  private static final float P3 = 0.008333452f;
  private static final float P2 = 0.041665796f;
  private static final float P1 = 0.16666666f;
  private static final float P0 = 0.5f;
  private static final int EXPONENT_SHIFT = 23;
  private static final int ONE_BITS = 127 << EXPONENT_SHIFT;

  private FastExp() {}

  static float exp(float argument) {
    float x = Math.min(Math.max(argument, LEAST), MOST);
    float shifted = Math.fma(x, LOG2_E, ROUNDER);
    float n = shifted - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = Math.fma(P5, r, P4);
    p = Math.fma(p, r, P3);
    p = Math.fma(p, r, P2);
    p = Math.fma(p, r, P1);
    p = Math.fma(p, r, P0);
    p = Math.fma(p, r * r, r) + 1;
    int power = (Float.floatToRawIntBits(shifted) << EXPONENT_SHIFT) + ONE_BITS;
    return p * Float.intBitsToFloat(power);
  }

  /**
   * {@code x_k = exp(x_k - shift)} for the whole vectors of [0, length).
   *
   * @return how many were done; the rest, less than a vector, is the caller's
   */
  static int expInPlace(float[] x, float shift, int length) {
    int k = 0;
    for (; k <= length - FLOATS.length(); k += FLOATS.length()) {
      FloatVector argument = FloatVector.fromArray(FLOATS, x, k).sub(constant(shift));
      FloatVector bounded = argument.max(constant(LEAST)).min(constant(MOST));
      FloatVector shifted = bounded.fma(constant(LOG2_E), constant(ROUNDER));
      FloatVector n = shifted.sub(constant(ROUNDER));
      FloatVector r = n.fma(constant(-LN2_HIGH), bounded);
      r = n.fma(constant(-LN2_LOW), r);
      FloatVector p = constant(P5).fma(r, constant(P4));
      p = p.fma(r, constant(P3));
      p = p.fma(r, constant(P2));
      p = p.fma(r, constant(P1));
      p = p.fma(r, constant(P0));
      p = p.fma(r.mul(r), r).add(constant(1));
      IntVector power =
          shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).add(ONE_BITS);
      p.mul(power.reinterpretAsFloats()).intoArray(x, k);
    }
    return k;
  }

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }
}
