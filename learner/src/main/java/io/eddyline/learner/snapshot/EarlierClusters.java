package io.eddyline.learner.snapshot;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The clusters of the parent version, which the next version's start from. */
final class EarlierClusters {
  private EarlierClusters() {}

  /**
   * Reads the means that {@link ItemPoints} have in a version's clusters.
   *
   * @param stride floats a point
   * @return row-major; null if the version has none of this dimension
   */
  static float @Nullable [] means(
      SnapshotStore store, SnapshotHeader header, int dimension, int stride) throws IOException {
    if (header.parentVersion() == null) {
      return null;
    }
    try {
      StoredSnapshot parent = store.open(header.model(), header.parentVersion());
      Manifest.Retrieval retrieval = parent.manifest().retrieval();
      if (retrieval == null || parent.manifest().dimension() != dimension) {
        return null;
      }
      parent.fetch();
      FloatBuffer centroids = parent.map(SnapshotFiles.CENTROIDS).asFloatBuffer();
      FloatBuffer priors = parent.map(SnapshotFiles.CLUSTER_PRIORS).asFloatBuffer();
      float[] means = new float[retrieval.clusters() * stride];
      for (int cluster = 0; cluster < retrieval.clusters(); cluster++) {
        centroids.get(cluster * dimension, means, cluster * stride, dimension);
        float prior = priors.get(cluster);
        means[cluster * stride + dimension] =
            prior == ClusterWriter.NO_PRIOR ? 0 : header.scoring().temperature() * prior;
      }
      return isFinite(means) ? means : null;
    } catch (FormatException | NoSuchFileException | IndexOutOfBoundsException e) {
      return null; // removed or damaged: the clusters start anew
    }
  }

  private static boolean isFinite(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += 0 * value; // 0, or NaN of what is not finite
    }
    return sum == 0;
  }
}
