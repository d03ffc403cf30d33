package io.eddyline.learner.snapshot.cluster;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.function.IntUnaryOperator;

/**
 * Lloyd's algorithm (1982) over a sample of the points.
 *
 * <pre>
 *   a pass:   a(x) = argmin_c |x - c|^2      c' = mean of the x with a(x) = c
 * </pre>
 *
 * <p>A centroid that is nearest to nothing stays where it is.
 *
 * <p>Threading: stateless.
 */
final class KMeans {
  private KMeans() {}

  /**
   * Distinct points, drawn evenly.
   *
   * @param count at most the points
   * @return row-major, in ascending order of the points
   */
  static float[] sample(Points points, int count, Generator generator) {
    int dimension = points.dimension();
    float[] sample = new float[Math.multiplyExact(count, dimension)];
    int taken = 0;
    for (int point = 0; taken < count; point++) {
      // selection sampling: Knuth, The Art of Computer Programming 3.4.2, algorithm S
      if (generator.nextInt(points.count() - point) < count - taken) {
        points.read(point, sample, taken++ * dimension);
      }
    }
    return sample;
  }

  /**
   * Moves a few centroids to where the points are; every search goes through all of them.
   *
   * @param points row-major, of the centroids' dimension
   */
  static Centroids refine(Centroids start, float[] points, int passes) {
    Centroids centroids = start;
    for (int pass = 0; pass < passes; pass++) {
      Centroids current = centroids;
      centroids = means(current, points, at -> current.nearest(points, at));
    }
    return centroids;
  }

  /** As {@link #refine}, for many centroids: each pass searches through an index. */
  static Centroids refineMany(Centroids start, float[] points, int passes) {
    Centroids centroids = start;
    for (int pass = 0; pass < passes; pass++) {
      CentroidIndex index = new CentroidIndex(centroids);
      centroids = means(centroids, points, at -> index.nearest(points, at));
    }
    return centroids;
  }

  /**
   * @param nearest number of the centroid nearest to the point that begins at an offset
   */
  private static Centroids means(Centroids before, float[] points, IntUnaryOperator nearest) {
    int dimension = before.dimension();
    float[] means = new float[before.values().length];
    int[] sizes = new int[before.count()];
    for (int at = 0; at < points.length; at += dimension) {
      int number = nearest.applyAsInt(at);
      sizes[number]++;
      VectorKernels.addScaled(1, points, at, means, number * dimension, dimension);
    }
    for (int number = 0; number < sizes.length; number++) {
      int at = number * dimension;
      if (sizes[number] == 0) {
        System.arraycopy(before.values(), at, means, at, dimension);
      } else {
        VectorKernels.scaleInto(1f / sizes[number], means, at, means, at, dimension);
      }
    }
    return new Centroids(means, dimension);
  }
}
