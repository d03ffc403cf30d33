package io.eddyline.learner.kernel;

/**
 * Plain loops: the specification of every kernel, and the fallback.
 *
 * <p>Threading: stateless.
 */
final class ScalarKernels implements Kernels {

  @Override
  public float dot(float[] a, int aAt, float[] b, int bAt, int length) {
    float sum = 0;
    for (int k = 0; k < length; k++) {
      sum += a[aAt + k] * b[bAt + k];
    }
    return sum;
  }

  @Override
  public void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int k = 0; k < length; k++) {
      y[yAt + k] += factor * x[xAt + k];
    }
  }

  @Override
  public void scaleInto(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int k = 0; k < length; k++) {
      y[yAt + k] = factor * x[xAt + k];
    }
  }

  @Override
  public void blend(float keep, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int k = 0; k < length; k++) {
      y[yAt + k] = keep * y[yAt + k] + (1 - keep) * x[xAt + k];
    }
  }

  @Override
  public void dotRows(
      float[] query, int queryAt, float[] rows, int[] slots, int count, int length, float[] out) {
    for (int k = 0; k < count; k++) {
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
  public void addScaledRows(
      float[] factors, float[] rows, int[] slots, int count, float[] y, int yAt, int length) {
    for (int k = 0; k < count; k++) {
      addScaled(factors[k], rows, slots[k] * length, y, yAt, length);
    }
  }

  @Override
  public void addScaledChunkRows(
      float[] factors, float[][] chunks, int[] rows, int count, float[] y, int yAt, int length) {
    for (int k = 0; k < count; k++) {
      int chunkRows = chunks[0].length / length;
      float[] chunk = chunks[rows[k] / chunkRows];
      addScaled(factors[k], chunk, rows[k] % chunkRows * length, y, yAt, length);
    }
  }

  @Override
  public float max(float[] x, int length) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < length; k++) {
      max = Math.max(max, x[k]);
    }
    return max;
  }

  @Override
  public int argMin(float[] x, int at, int length) {
    int smallest = 0;
    for (int k = 1; k < length; k++) {
      if (x[at + k] < x[at + smallest]) {
        smallest = k;
      }
    }
    return smallest;
  }

  @Override
  public float expInPlace(float[] x, float shift, int length) {
    float sum = 0;
    for (int k = 0; k < length; k++) {
      x[k] = (float) Math.exp(x[k] - shift);
      sum += x[k];
    }
    return sum;
  }

  @Override
  public void logInPlace(float[] x, int length) {
    for (int k = 0; k < length; k++) {
      x[k] = (float) Math.log(x[k]);
    }
  }

  @Override
  public boolean contains(int[] values, int at, int length, int value) {
    for (int k = at; k < at + length; k++) {
      if (values[k] == value) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int countGreater(
      float[] scores, float[] priors, float weight, float threshold, int length) {
    int count = 0;
    for (int k = 0; k < length; k++) {
      count += scores[k] + weight * priors[k] > threshold ? 1 : 0;
    }
    return count;
  }

  @Override
  public int countEqual(float[] scores, float[] priors, float weight, float threshold, int length) {
    int count = 0;
    for (int k = 0; k < length; k++) {
      count += scores[k] + weight * priors[k] == threshold ? 1 : 0;
    }
    return count;
  }

  @Override
  public String toString() {
    return "scalar";
  }
}
