package io.eddyline.learner.coldstart;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;

/**
 * The first vector and context residual of an item from the trained items that share its attribute
 * values (the attribute-to-feature map of Gantner et al. 2010, "Learning attribute-to-feature
 * mappings for cold-start recommendations", with means for a map).
 *
 * <pre>
 *   mean_a = sum_j e_j / |e_j| / n_a          over n_a trained items with value a
 *   v      = sum_a mean_a / A + w first(i)    A values that have such items, w: own-weight
 *   e_i    = v / |v|
 *   c_i    = sum_a (mean of their c_j) / A
 * </pre>
 *
 * <p>The mean of vectors that disagree is short, so that a value that says little weighs little.
 *
 * <p>Threading: one thread, the partition's.
 */
final class ColdVector {
  private final AttributeIndex index;
  private final ItemReplica replica;
  private final FirstVector first;
  private final double ownWeight;
  private final float[] row;

  /** What {@link #blend} wrote: unit length. */
  final float[] vector;

  /** What {@link #blend} wrote. */
  final float[] context;

  ColdVector(
      ColdStartSettings settings, AttributeIndex index, ItemReplica replica, FirstVector first) {
    int dimension = replica.dimension();
    this.index = index;
    this.replica = replica;
    this.first = first;
    this.ownWeight = settings.ownWeight();
    this.row = new float[dimension];
    this.vector = new float[dimension];
    this.context = new float[dimension];
  }

  /**
   * Writes {@link #vector} and {@link #context} of an item.
   *
   * @return false if no trained item shares a value; both are then zero
   */
  boolean blend(String itemId) {
    clear(vector);
    clear(context);
    int values = 0;
    for (String value : index.values(itemId)) {
      int[] members = members(value);
      if (members.length > 0) {
        addMeans(members);
        values++;
      }
    }
    if (values == 0) {
      return false;
    }
    VectorKernels.scaleInto(1f / values, vector, 0, vector, 0, vector.length);
    VectorKernels.scaleInto(1f / values, context, 0, context, 0, context.length);
    first.write(itemId, row, 0);
    VectorKernels.addScaled((float) ownWeight, row, 0, vector, 0, vector.length);
    VectorKernels.normalizeInto(vector, 0, vector, 0, vector.length);
    return true;
  }

  private void addMeans(int[] members) {
    float share = 1f / members.length;
    for (int member : members) {
      replica.readCandidate(member, row, 0);
      VectorKernels.addScaled(share, row, 0, vector, 0, vector.length);
      replica.readContext(member, row);
      VectorKernels.addScaled(share, row, 0, context, 0, context.length);
    }
  }

  /* Members whose row has expired since are none. */
  private int[] members(String value) {
    return index.members(value).stream().mapToInt(replica::find).filter(it -> it >= 0).toArray();
  }

  private static void clear(float[] values) {
    VectorKernels.scaleInto(0, values, 0, values, 0, values.length);
  }
}
