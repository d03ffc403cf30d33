package io.eddyline.learner.snapshot.cluster;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * Centres of clusters, float32, {@code count x dimension}, row-major.
 *
 * <pre>
 *   argmin_c |x - c|^2 = argmin_c cost(x, c)      cost(x, c) = |c|^2 / 2 - x . c
 * </pre>
 *
 * <p>Threading: searches share scratch, one thread.
 */
final class Centroids {
  private final int dimension;
  private final float[] values;
  private final float[] halfSquares;
  private final float[] costs;

  /**
   * @param values kept, and not to be changed
   */
  Centroids(float[] values, int dimension) {
    this.dimension = dimension;
    this.values = values;
    this.halfSquares = new float[values.length / dimension];
    this.costs = new float[halfSquares.length];
    for (int number = 0; number < halfSquares.length; number++) {
      int at = number * dimension;
      halfSquares[number] = VectorKernels.dot(values, at, values, at, dimension) / 2;
    }
  }

  int count() {
    return halfSquares.length;
  }

  int dimension() {
    return dimension;
  }

  /** All values; not a copy. */
  float[] values() {
    return values;
  }

  /** Some of them, in the order of their numbers. */
  Centroids subset(int[] numbers) {
    float[] some = new float[numbers.length * dimension];
    for (int k = 0; k < numbers.length; k++) {
      System.arraycopy(values, numbers[k] * dimension, some, k * dimension, dimension);
    }
    return new Centroids(some, dimension);
  }

  /** The cost of each centroid for a point; valid until the next call. */
  float[] costs(float[] points, int at) {
    VectorKernels.dotBlock(points, at, values, count(), dimension, costs, 0);
    for (int number = 0; number < costs.length; number++) {
      costs[number] = halfSquares[number] - costs[number];
    }
    return costs;
  }

  /** The nearest to a point, the first of equals. */
  int nearest(float[] points, int at) {
    return VectorKernels.argMin(costs(points, at), 0, count());
  }
}
