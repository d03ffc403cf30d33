package io.eddyline.learner.snapshot.cluster;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * Finds the nearest of many centroids without looking at all of them.
 *
 * <pre>
 *   heads    | h_0 | h_1 | ...      about sqrt(count) centroids of the centroids
 *   members  | c c c | c c | ...    the centroids that are nearest to each head
 * </pre>
 *
 * <p>A search goes through the members of the {@value #SEARCHED_HEADS} nearest heads, as in an
 * inverted file (Jégou, Douze and Schmid 2011, "Product quantization for nearest neighbor search"),
 * over centroids instead of points. It may miss the nearest, for one that is nearly as near.
 *
 * <p>Threading: searches share scratch, one thread.
 */
final class CentroidIndex {
  static final int SEARCHED_HEADS = 8;

  private static final int GROUPING_PASSES = 4;

  private final Centroids centroids;
  private final Centroids heads;
  private final Centroids[] members;
  private final int[][] numbers;
  private float nearestCost;

  CentroidIndex(Centroids centroids) {
    this.centroids = centroids;
    int[] first = new int[Math.max(1, (int) Math.sqrt(centroids.count()))];
    Arrays.setAll(first, head -> (int) ((long) head * centroids.count() / first.length));
    this.heads = KMeans.refine(centroids.subset(first), centroids.values(), GROUPING_PASSES);
    this.numbers = new int[heads.count()][];
    this.members = new Centroids[heads.count()];
    group();
  }

  private void group() {
    int dimension = centroids.dimension();
    int[] headOf = new int[centroids.count()];
    int[] sizes = new int[heads.count()];
    for (int number = 0; number < headOf.length; number++) {
      headOf[number] = heads.nearest(centroids.values(), number * dimension);
      sizes[headOf[number]]++;
    }
    Arrays.setAll(numbers, head -> new int[sizes[head]]);
    for (int number = headOf.length - 1; number >= 0; number--) {
      int head = headOf[number];
      numbers[head][--sizes[head]] = number;
    }
    Arrays.setAll(members, head -> centroids.subset(numbers[head]));
  }

  Centroids centroids() {
    return centroids;
  }

  /** The nearest to a point, of those that are searched. */
  int nearest(float[] points, int at) {
    float[] headCosts = heads.costs(points, at);
    int nearest = -1;
    nearestCost = Float.POSITIVE_INFINITY;
    for (int search = 0; search < Math.min(SEARCHED_HEADS, headCosts.length); search++) {
      int head = VectorKernels.argMin(headCosts, 0, headCosts.length);
      headCosts[head] = Float.POSITIVE_INFINITY;
      if (numbers[head].length == 0) {
        continue;
      }
      float[] costs = members[head].costs(points, at);
      int best = VectorKernels.argMin(costs, 0, numbers[head].length);
      if (nearest < 0 || costs[best] < nearestCost) {
        nearestCost = costs[best];
        nearest = numbers[head][best];
      }
    }
    return nearest;
  }

  /** Cost of the centroid that the last search found, see {@link Centroids}. */
  float nearestCost() {
    return nearestCost;
  }
}
