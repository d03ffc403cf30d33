package io.eddyline.learner.table;

import java.util.Arrays;

/**
 * The items of one partition. An item's row is its ordinal within the partition: dense, never
 * reused.
 *
 * <p>A new item has its {@link FirstVector} as vector and momentum, and no context.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ItemTable {
  private final int dimension;
  private final FirstVector first;
  private final PopularityDecay decay;
  private final RowIds ids = new RowIds();
  private final FloatSlab vectors;
  private final FloatSlab momenta;
  private final FloatSlab contexts;
  private final DirtyRows dirty = new DirtyRows();
  private float[] accumulators = new float[0];
  private float[] contextAccumulators = new float[0];
  private double[] popularities = new double[0];
  private double[] trends = new double[0];
  private long[] popularityClocks = new long[0];
  private long[] trainedPairs = new long[0];
  private long[] updates = new long[0];
  private long livePairs;

  /**
   * @param first of the model
   * @param decay of popularity and trend
   */
  public ItemTable(FirstVector first, PopularityDecay decay) {
    this.dimension = first.dimension();
    this.first = first;
    this.decay = decay;
    this.vectors = new FloatSlab(dimension);
    this.momenta = new FloatSlab(dimension);
    this.contexts = new FloatSlab(dimension);
  }

  /** Rows, numbered from 0. */
  public int size() {
    return ids.size();
  }

  /** The item's row, or -1. */
  public int find(String id) {
    return ids.find(id);
  }

  /** The item's row, made with its first vector if there is none. */
  public int findOrAdd(String id) {
    int row = ids.find(id);
    return row == RowIds.MISSING ? add(id) : row;
  }

  private int add(String id) {
    int row = ids.add(id);
    ensure(row);
    dirty.mark(row);
    float[] chunk = vectors.chunk(row);
    int offset = vectors.offset(row);
    first.write(id, chunk, offset);
    System.arraycopy(chunk, offset, momenta.chunk(row), momenta.offset(row), dimension);
    return row;
  }

  private void ensure(int row) {
    vectors.ensure(row + 1);
    momenta.ensure(row + 1);
    contexts.ensure(row + 1);
    if (row < accumulators.length) {
      return;
    }
    int capacity = Math.max(64, Math.max(row + 1, 2 * accumulators.length));
    accumulators = Arrays.copyOf(accumulators, capacity);
    contextAccumulators = Arrays.copyOf(contextAccumulators, capacity);
    popularities = Arrays.copyOf(popularities, capacity);
    trends = Arrays.copyOf(trends, capacity);
    popularityClocks = Arrays.copyOf(popularityClocks, capacity);
    trainedPairs = Arrays.copyOf(trainedPairs, capacity);
    updates = Arrays.copyOf(updates, capacity);
  }

  public String id(int row) {
    return ids.id(row);
  }

  /** {@code e_i}. */
  public FloatSlab vectors() {
    return vectors;
  }

  /** {@code m_i}. */
  public FloatSlab momenta() {
    return momenta;
  }

  /** {@code c_i}. */
  public FloatSlab contexts() {
    return contexts;
  }

  /** Adagrad's sum of mean squared gradients of {@code e_i}. */
  public float accumulator(int row) {
    return accumulators[row];
  }

  public void setAccumulator(int row, float accumulator) {
    accumulators[row] = accumulator;
  }

  /** Adagrad's sum of mean squared gradients of {@code c_i}. */
  public float contextAccumulator(int row) {
    return contextAccumulators[row];
  }

  public void setContextAccumulator(int row, float accumulator) {
    contextAccumulators[row] = accumulator;
  }

  /** Popularity as of now. */
  public double popularity(int row) {
    return decay.popularity(popularities[row], livePairs - popularityClocks[row]);
  }

  /** Trend as of now. */
  public double trend(int row) {
    return decay.trend(trends[row], livePairs - popularityClocks[row]);
  }

  /** Live pairs of this partition, the clock of popularity and trend. */
  public long livePairs() {
    return livePairs;
  }

  public void restoreLivePairs(long count) {
    livePairs = count;
  }

  /** Advances the clock and makes the item more popular by one. */
  public void countLive(int row) {
    livePairs++;
    popularities[row] = popularity(row) + 1;
    trends[row] = trend(row) + 1;
    popularityClocks[row] = livePairs;
  }

  /** Advances the clock for a live pair that makes nothing popular. */
  public void countUnpopular() {
    livePairs++;
  }

  /** Pairs that trained the row. */
  public long trainedPairs(int row) {
    return trainedPairs[row];
  }

  public void countTrainedPair(int row) {
    trainedPairs[row]++;
  }

  /** Changes of the row in its life, the count of its version. */
  public long updates(int row) {
    return updates[row];
  }

  /** Counts a change and puts the row on the dirty list. */
  public void changed(int row) {
    updates[row]++;
    dirty.mark(row);
  }

  /** Fills everything but {@link ItemImage#partition} and {@link ItemImage#epoch}. */
  public void read(int row, ItemImage image) {
    image.ordinal = row;
    image.updates = updates[row];
    vectors.read(row, image.vector);
    momenta.read(row, image.momentum);
    contexts.read(row, image.context);
    image.accumulator = accumulators[row];
    image.contextAccumulator = contextAccumulators[row];
    image.popularity = popularities[row];
    image.trend = trends[row];
    image.popularityClock = popularityClocks[row];
    image.trainedPairs = trainedPairs[row];
  }

  /**
   * Sets an item's row to the image, in any order of ordinals, as often as the log has it.
   *
   * @throws IllegalArgumentException if the id has another ordinal or the ordinal another id
   */
  public void restore(String id, ItemImage image) {
    int row = image.ordinal;
    if (ids.find(id) == RowIds.MISSING) {
      ids.place(id, row);
      ensure(row);
    } else if (ids.find(id) != row) {
      throw new IllegalArgumentException(
          "item %s has ordinals %d and %d".formatted(id, ids.find(id), row));
    }
    updates[row] = image.updates;
    vectors.write(row, image.vector);
    momenta.write(row, image.momentum);
    contexts.write(row, image.context);
    accumulators[row] = image.accumulator;
    contextAccumulators[row] = image.contextAccumulator;
    popularities[row] = image.popularity;
    trends[row] = image.trend;
    popularityClocks[row] = image.popularityClock;
    trainedPairs[row] = image.trainedPairs;
  }

  /** Rows changed since the last commit. */
  public int dirtyCount() {
    return dirty.count();
  }

  public int dirtyRow(int k) {
    return dirty.row(k);
  }

  public void clearDirty() {
    dirty.clear();
  }
}
