package io.eddyline.learner.snapshot;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.cluster.Points;

/**
 * Items as points whose inner products with a query are their scores, but for the affinities:
 *
 * <pre>
 *   item  = [e_i, tau prior_i, 0 ...]      query = [q, 1, 0 ...]      item . query = tau score
 * </pre>
 *
 * <p>So items of one cluster have similar scores for every query: the reduction of maximum inner
 * product search of Bachrach et al. (2014) without its last coordinate, since the vectors have unit
 * length already. Zeros fill up to a multiple of {@value #LANES}.
 *
 * <p>Threading: as its source.
 */
final class ItemPoints implements Points {
  private static final int LANES = 16;

  private final SnapshotSource source;
  private final float[] scaledPriors;
  private final float[] vector;

  /**
   * @param priors one an item
   */
  ItemPoints(SnapshotSource source, float[] priors, float temperature) {
    this.source = source;
    this.vector = new float[source.dimension()];
    this.scaledPriors = new float[priors.length];
    VectorKernels.scaleInto(temperature, priors, 0, scaledPriors, 0, priors.length);
  }

  /** Floats a point of vectors of a dimension. */
  static int stride(int dimension) {
    return (dimension + LANES) / LANES * LANES;
  }

  @Override
  public int count() {
    return scaledPriors.length;
  }

  @Override
  public int dimension() {
    return stride(vector.length);
  }

  @Override
  public void read(int item, float[] target, int at) {
    source.candidateVector(item, vector);
    System.arraycopy(vector, 0, target, at, vector.length);
    target[at + vector.length] = scaledPriors[item];
  }
}
