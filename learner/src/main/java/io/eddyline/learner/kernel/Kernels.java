package io.eddyline.learner.kernel;

/**
 * The operations behind {@link VectorKernels}. {@link ScalarKernels} is the specification, {@link
 * SimdKernels} agrees with it up to the order of summation.
 */
sealed interface Kernels permits ScalarKernels, SimdKernels {

  float dot(float[] a, int aAt, float[] b, int bAt, int length);

  void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length);

  void scaleInto(float factor, float[] x, int xAt, float[] y, int yAt, int length);

  void blend(float keep, float[] x, int xAt, float[] y, int yAt, int length);

  void dotRows(
      float[] query, int queryAt, float[] rows, int[] slots, int count, int length, float[] out);

  void dotBlock(
      float[] query, int queryAt, float[] rows, int count, int length, float[] out, int outAt);

  void addScaledRows(
      float[] factors, float[] rows, int[] slots, int count, float[] y, int yAt, int length);

  void addScaledChunkRows(
      float[] factors, float[][] chunks, int[] rows, int count, float[] y, int yAt, int length);

  float max(float[] x, int length);

  int argMin(float[] x, int at, int length);

  float expInPlace(float[] x, float shift, int length);

  void logInPlace(float[] x, int length);

  boolean contains(int[] values, int at, int length, int value);

  int countGreater(float[] scores, float[] priors, float weight, float threshold, int length);

  int countEqual(float[] scores, float[] priors, float weight, float threshold, int length);
}
