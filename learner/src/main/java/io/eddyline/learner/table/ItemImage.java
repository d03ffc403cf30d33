package io.eddyline.learner.table;

/**
 * All values of one item row, a reusable carrier between a table, the log and a replica.
 *
 * <p>The fields are open: it is filled and read field by field. Vectors have the model's dimension.
 *
 * <p>Threading: one thread at a time.
 */
public final class ItemImage {
  /** The partition that owns the row. */
  public int partition;

  /** Number of the item within its partition, never reused. */
  public int ordinal;

  /** Version: epoch of the owning task, decides before {@link #updates}. */
  public long epoch;

  /** Version: changes of the row in its life. */
  public long updates;

  /** {@code e}. */
  public final float[] vector;

  /** {@code m}. */
  public final float[] momentum;

  /** {@code c}. */
  public final float[] context;

  public float accumulator;
  public float contextAccumulator;

  /** Decayed popularity when the partition's clock stood at {@link #popularityClock}. */
  public double popularity;

  /** As {@link #popularity}, forgotten faster. */
  public double trend;

  public long popularityClock;

  /** Pairs that trained the row. */
  public long trainedPairs;

  /** The partition's clock at the last live message; 0 where rows do not expire. */
  public long lastUsed;

  /** Filled slots of the row's {@link NeighbourLists list}; -1: the image is without it. */
  public int neighbourCount = -1;

  /**
   * Neighbours by slot, {@link #neighbourCount} of them: their numbers in a table's {@link
   * NeighbourLists}, or in an image for a replica their ordinals there.
   */
  public final int[] neighbours = new int[NeighbourLists.MOST_SLOTS];

  /** How often each was visited before the item, decayed. */
  public final float[] neighbourCounts = new float[NeighbourLists.MOST_SLOTS];

  public ItemImage(int dimension) {
    this.vector = new float[dimension];
    this.momentum = new float[dimension];
    this.context = new float[dimension];
  }
}
