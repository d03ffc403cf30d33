package io.eddyline.learner.snapshot.cluster;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * Which cluster each point belongs to, none of them with more than so many.
 *
 * <p>A point belongs to the nearest centroid. Where too many do, the farthest of them go to the
 * nearest centroid that has room.
 *
 * <pre>
 *   members   | p p p p -1 -1 | p p p p p p | ...     `slots` a cluster, -1 is empty
 *   position  of a point = cluster * slots + slot
 * </pre>
 *
 * <p>Threading: immutable.
 */
final class CappedClusters {
  static final int EMPTY = -1;

  private final int slots;
  private final int[] members;
  private final int[] positions;

  private CappedClusters(int slots, int[] members, int[] positions) {
    this.slots = slots;
    this.members = members;
    this.positions = positions;
  }

  /**
   * Assigns all points.
   *
   * @param slots of a cluster; all together are at least as many as the points
   */
  static CappedClusters of(Points points, Centroids centroids, int slots) {
    if ((long) centroids.count() * slots < points.count()) {
      throw new IllegalArgumentException(
          "%d points, expected at most %d clusters of %d"
              .formatted(points.count(), centroids.count(), slots));
    }
    return new Assignment(points, centroids, slots).assign();
  }

  int clusters() {
    return members.length / slots;
  }

  int slots() {
    return slots;
  }

  /** The point in a slot, or {@link #EMPTY}. */
  int member(int cluster, int slot) {
    return members[cluster * slots + slot];
  }

  /** {@code cluster * slots + slot} of a point. */
  int position(int point) {
    return positions[point];
  }

  private static final class Assignment {
    private final Points points;
    private final Centroids centroids;
    private final int slots;
    private final int[] clusterOf;
    private final float[] costs;
    private final int[] sizes;
    private final float[] point;

    Assignment(Points points, Centroids centroids, int slots) {
      this.points = points;
      this.centroids = centroids;
      this.slots = slots;
      this.clusterOf = new int[points.count()];
      this.costs = new float[points.count()];
      this.sizes = new int[centroids.count()];
      this.point = new float[points.dimension()];
    }

    CappedClusters assign() {
      CentroidIndex index = new CentroidIndex(centroids);
      for (int p = 0; p < clusterOf.length; p++) {
        points.read(p, point, 0);
        clusterOf[p] = index.nearest(point, 0);
        costs[p] = index.nearestCost() + VectorKernels.dot(point, 0, point, 0, point.length) / 2;
        sizes[clusterOf[p]]++;
      }
      moveOverflow();
      return layOut();
    }

    private void moveOverflow() {
      int[][] members = members();
      for (int cluster = 0; cluster < members.length; cluster++) {
        if (members[cluster].length > slots) {
          moveFarthest(members[cluster]);
          sizes[cluster] = slots;
        }
      }
    }

    /* All but the nearest that fit find another cluster. */
    private void moveFarthest(int[] members) {
      long[] byCost = new long[members.length];
      Arrays.setAll(byCost, k -> sortKey(members[k]));
      Arrays.sort(byCost);
      for (int k = slots; k < byCost.length; k++) {
        move((int) byCost[k]);
      }
    }

    private long sortKey(int p) {
      return ((long) Float.floatToIntBits(Math.max(0, costs[p])) << Integer.SIZE) | p;
    }

    private void move(int p) {
      points.read(p, point, 0);
      float[] all = centroids.costs(point, 0);
      for (int cluster = 0; cluster < all.length; cluster++) {
        if (sizes[cluster] >= slots) {
          all[cluster] = Float.POSITIVE_INFINITY;
        }
      }
      clusterOf[p] = VectorKernels.argMin(all, 0, all.length);
      sizes[clusterOf[p]]++;
    }

    private int[][] members() {
      int[][] members = new int[sizes.length][];
      Arrays.setAll(members, cluster -> new int[sizes[cluster]]);
      int[] filled = new int[sizes.length];
      for (int p = 0; p < clusterOf.length; p++) {
        members[clusterOf[p]][filled[clusterOf[p]]++] = p;
      }
      return members;
    }

    private CappedClusters layOut() {
      int[] members = new int[sizes.length * slots];
      int[] positions = new int[clusterOf.length];
      int[] filled = new int[sizes.length];
      Arrays.fill(members, EMPTY);
      for (int p = 0; p < clusterOf.length; p++) {
        positions[p] = clusterOf[p] * slots + filled[clusterOf[p]]++;
        members[positions[p]] = p;
      }
      return new CappedClusters(slots, members, positions);
    }
  }
}
