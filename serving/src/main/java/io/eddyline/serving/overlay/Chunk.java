package io.eddyline.serving.overlay;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * So many slots with laid items, their candidate vectors side by side, so that a query's products
 * with all of them are one pass over the memory:
 *
 * <pre>
 *               lane 0   lane 1   ...  lane 63
 *   vectors     e0[0]    e1[0]    ...  e63[0]      dimension x LANES, row-major
 *               e0[1]    e1[1]    ...  e63[1]
 *               ...
 *   priors      beside the vectors, so that only an item that may be among the best is looked at
 *   supersededBy  the slot from which on this one does not count; its own if it is no candidate
 * </pre>
 *
 * <p>A view of the first n slots counts those whose {@code supersededBy} is n or more: what is
 * superseded later stays in the view.
 *
 * <p>Threading: one writer. A reader looks only at slots that were written before its view was
 * published, and what may change of them, {@code supersededBy}, is the same to its view whether it
 * sees the change or not; priors decay, and are written whole.
 */
final class Chunk {
  static final int LANES = 64;

  private static final int NEVER = Integer.MAX_VALUE;

  private final int dimension;
  private final float[] vectors;
  private final @Nullable LaidItem[] items = new LaidItem[LANES];
  private final float[] priors = new float[LANES];
  private final int[] supersededBy = new int[LANES];

  Chunk(int dimension) {
    this.dimension = dimension;
    this.vectors = new float[Math.multiplyExact(dimension, LANES)];
  }

  /** Writes a slot of this chunk that no view shows yet. */
  void put(LaidItem item) {
    int lane = item.slot() % LANES;
    items[lane] = item;
    if (item.kind() != LaidItem.Kind.ROW) {
      supersededBy[lane] = item.slot();
      return;
    }
    supersededBy[lane] = NEVER;
    priors[lane] = item.prior();
    float[] candidate = item.candidate();
    for (int at = 0; at < dimension; at++) {
      vectors[at * LANES + lane] = candidate[at];
    }
  }

  /** Brings the prior of a lane to the version's clocks; nothing for one that counts no more. */
  void age(int lane) {
    LaidItem item = items[lane];
    if (item != null && supersededBy[lane] == NEVER) {
      item.age();
      priors[lane] = item.prior();
    }
  }

  void supersede(int lane, int by) {
    supersededBy[lane] = Math.min(supersededBy[lane], by);
  }

  /** Whether a view of so many slots has a candidate in a lane. */
  boolean isCandidate(int lane, int slotCount) {
    return supersededBy[lane] >= slotCount;
  }

  /** What popularity adds to the score of a lane's item. */
  float prior(int lane) {
    return priors[lane];
  }

  LaidItem item(int lane) {
    return Objects.requireNonNull(items[lane], "a view's slots are filled");
  }

  /**
   * The products of a query with the vectors of all lanes; those of lanes without a candidate mean
   * nothing.
   *
   * @param query dimension floats
   * @param products receives them in [from, from + LANES)
   */
  void multiply(float[] query, float[] products, int from) {
    float[] sums = new float[LANES];
    for (int at = 0; at < dimension; at++) {
      float factor = query[at];
      int row = at * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] += factor * vectors[row + lane];
      }
    }
    System.arraycopy(sums, 0, products, from, LANES);
  }

  /** Slots that no chunk was made for yet have none. */
  static @Nullable Chunk[] roomFor(@Nullable Chunk[] chunks, int slot) {
    return slot / LANES < chunks.length ? chunks : Arrays.copyOf(chunks, 2 * chunks.length);
  }
}
