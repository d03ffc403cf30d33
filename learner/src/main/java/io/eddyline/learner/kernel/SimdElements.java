package io.eddyline.learner.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels that treat every coordinate by itself: whole strides of eight vectors, then vectors, then
 * a scalar tail.
 *
 * <p>Threading: stateless.
 */
final class SimdElements {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final int STRIDE = 8 * LANES;

  private SimdElements() {}

  static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    int k = 0;
    for (; k <= length - STRIDE; k += STRIDE) {
      FloatVector.fromArray(FLOATS, x, xAt + k)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k))
          .intoArray(y, yAt + k);
      FloatVector.fromArray(FLOATS, x, xAt + k + LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + LANES))
          .intoArray(y, yAt + k + LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 2 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 2 * LANES))
          .intoArray(y, yAt + k + 2 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 3 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 3 * LANES))
          .intoArray(y, yAt + k + 3 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 4 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 4 * LANES))
          .intoArray(y, yAt + k + 4 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 5 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 5 * LANES))
          .intoArray(y, yAt + k + 5 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 6 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 6 * LANES))
          .intoArray(y, yAt + k + 6 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 7 * LANES)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k + 7 * LANES))
          .intoArray(y, yAt + k + 7 * LANES);
    }
    for (; k <= length - LANES; k += LANES) {
      FloatVector.fromArray(FLOATS, x, xAt + k)
          .fma(factors, FloatVector.fromArray(FLOATS, y, yAt + k))
          .intoArray(y, yAt + k);
    }
    for (; k < length; k++) {
      y[yAt + k] += factor * x[xAt + k];
    }
  }

  static void scaleInto(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    int k = 0;
    for (; k <= length - STRIDE; k += STRIDE) {
      FloatVector.fromArray(FLOATS, x, xAt + k).mul(factors).intoArray(y, yAt + k);
      FloatVector.fromArray(FLOATS, x, xAt + k + LANES).mul(factors).intoArray(y, yAt + k + LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 2 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 2 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 3 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 3 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 4 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 4 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 5 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 5 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 6 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 6 * LANES);
      FloatVector.fromArray(FLOATS, x, xAt + k + 7 * LANES)
          .mul(factors)
          .intoArray(y, yAt + k + 7 * LANES);
    }
    for (; k <= length - LANES; k += LANES) {
      FloatVector.fromArray(FLOATS, x, xAt + k).mul(factors).intoArray(y, yAt + k);
    }
    for (; k < length; k++) {
      y[yAt + k] = factor * x[xAt + k];
    }
  }

  static void blend(float keep, float[] x, int xAt, float[] y, int yAt, int length) {
    FloatVector keeps = FloatVector.broadcast(FLOATS, keep);
    FloatVector takes = FloatVector.broadcast(FLOATS, 1 - keep);
    int k = 0;
    for (; k <= length - STRIDE; k += STRIDE) {
      FloatVector.fromArray(FLOATS, y, yAt + k)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k).mul(takes))
          .intoArray(y, yAt + k);
      FloatVector.fromArray(FLOATS, y, yAt + k + LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + LANES).mul(takes))
          .intoArray(y, yAt + k + LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 2 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 2 * LANES).mul(takes))
          .intoArray(y, yAt + k + 2 * LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 3 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 3 * LANES).mul(takes))
          .intoArray(y, yAt + k + 3 * LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 4 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 4 * LANES).mul(takes))
          .intoArray(y, yAt + k + 4 * LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 5 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 5 * LANES).mul(takes))
          .intoArray(y, yAt + k + 5 * LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 6 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 6 * LANES).mul(takes))
          .intoArray(y, yAt + k + 6 * LANES);
      FloatVector.fromArray(FLOATS, y, yAt + k + 7 * LANES)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k + 7 * LANES).mul(takes))
          .intoArray(y, yAt + k + 7 * LANES);
    }
    for (; k <= length - LANES; k += LANES) {
      FloatVector.fromArray(FLOATS, y, yAt + k)
          .mul(keeps)
          .add(FloatVector.fromArray(FLOATS, x, xAt + k).mul(takes))
          .intoArray(y, yAt + k);
    }
    for (; k < length; k++) {
      y[yAt + k] = keep * y[yAt + k] + (1 - keep) * x[xAt + k];
    }
  }
}
