package io.eddyline.k8s.bench.catalogue;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.schemas.snapshot.Scoring;

/**
 * Items and queries as unit vectors whose inner products rank as the scores do without affinities:
 *
 * <pre>
 *   item  = [e_i, tau prior_i, sqrt(M^2 - |e_i|^2 - (tau prior_i)^2)] / M       M = the longest
 *   query = [q, 1, 0] / sqrt(2)
 * </pre>
 *
 * <p>The reduction of maximum inner product to nearest neighbour search of Bachrach et al. (2014),
 * so that libraries for unit vectors solve the graphs' task.
 */
final class InnerProducts {
  private final float[][] items;
  private final int dimension;

  InnerProducts(SnapshotSource source, Scoring scoring) {
    this.dimension = source.dimension();
    this.items = new float[source.itemCount()][dimension + 2];
    float[] vector = new float[dimension];
    float longest = 0;
    for (int item = 0; item < items.length; item++) {
      source.candidateVector(item, vector);
      System.arraycopy(vector, 0, items[item], 0, dimension);
      items[item][dimension] =
          scoring.temperature()
              * scoring.prior((float) source.popularity(item), (float) source.trend(item));
      longest = Math.max(longest, square(items[item]));
    }
    for (float[] item : items) {
      item[dimension + 1] = (float) Math.sqrt(Math.max(0, longest - square(item)));
      VectorKernels.scaleInto(1 / (float) Math.sqrt(longest), item, 0, item, 0, item.length);
    }
  }

  private static float square(float[] vector) {
    return VectorKernels.dot(vector, 0, vector, 0, vector.length);
  }

  /** Rows of unit length; not a copy. */
  float[][] items() {
    return items;
  }

  int dimension() {
    return dimension + 2;
  }

  /** The unit query of the items' space. */
  float[] query(float[] query) {
    float[] widened = new float[dimension + 2];
    System.arraycopy(query, 0, widened, 0, dimension);
    widened[dimension] = 1;
    VectorKernels.normalizeInto(widened, 0, widened, 0, widened.length);
    return widened;
  }

  long bytes() {
    return (long) items.length * dimension() * Float.BYTES;
  }
}
