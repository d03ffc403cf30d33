package io.eddyline.learner.snapshot.cluster;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import org.jspecify.annotations.Nullable;

/**
 * Points in clusters of bounded size, each cluster with the mean of its points.
 *
 * <p>Threading: immutable.
 */
public final class Clusters {
  /** What an empty slot holds instead of a point. */
  public static final int EMPTY = CappedClusters.EMPTY;

  private static final int SAMPLED_POINTS_A_CLUSTER = 32;
  private static final int COLD_PASSES = 8;
  private static final int WARM_PASSES = 1;

  private final CappedClusters members;
  private final float[] means;
  private final int[] sizes;

  private Clusters(CappedClusters members, float[] means, int[] sizes) {
    this.members = members;
    this.means = means;
    this.sizes = sizes;
  }

  /**
   * Clusters points.
   *
   * @param slots most points of a cluster; all clusters together have room for all points
   * @param start means of earlier clusters, row-major, from which fewer passes lead to good ones;
   *     null: none
   */
  public static Clusters of(
      Points points, int clusters, int slots, float @Nullable [] start, Generator generator) {
    int dimension = points.dimension();
    int sampled = (int) Math.min(points.count(), (long) SAMPLED_POINTS_A_CLUSTER * clusters);
    float[] sample = KMeans.sample(points, sampled, generator);
    Centroids centroids =
        start == null || start.length != clusters * dimension
            ? KMeans.refineMany(
                new Centroids(KMeans.sample(points, clusters, generator), dimension),
                sample,
                COLD_PASSES)
            : KMeans.refineMany(new Centroids(start, dimension), sample, WARM_PASSES);
    return withMeans(points, CappedClusters.of(points, centroids, slots), centroids);
  }

  private static Clusters withMeans(Points points, CappedClusters members, Centroids centroids) {
    int dimension = points.dimension();
    float[] means = new float[centroids.values().length];
    int[] sizes = new int[centroids.count()];
    float[] point = new float[dimension];
    for (int p = 0; p < points.count(); p++) {
      int cluster = members.position(p) / members.slots();
      points.read(p, point, 0);
      VectorKernels.addScaled(1, point, 0, means, cluster * dimension, dimension);
      sizes[cluster]++;
    }
    for (int cluster = 0; cluster < sizes.length; cluster++) {
      int at = cluster * dimension;
      if (sizes[cluster] == 0) {
        System.arraycopy(centroids.values(), at, means, at, dimension);
      } else {
        VectorKernels.scaleInto(1f / sizes[cluster], means, at, means, at, dimension);
      }
    }
    return new Clusters(members, means, sizes);
  }

  public int count() {
    return sizes.length;
  }

  /** Slots of a cluster. */
  public int slots() {
    return members.slots();
  }

  /** Points of a cluster. */
  public int size(int cluster) {
    return sizes[cluster];
  }

  /** The point in a slot, or {@link #EMPTY}. */
  public int member(int cluster, int slot) {
    return members.member(cluster, slot);
  }

  /** {@code cluster * slots + slot} of a point. */
  public int position(int point) {
    return members.position(point);
  }

  /** Means of the clusters' points, {@code count x dimension}, row-major; not a copy. */
  public float[] means() {
    return means;
  }
}
