package io.eddyline.learner.table;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of one partition. Beside its row, which a later item may take over, an item has an
 * ordinal, which is never given again: what other places remember of an item is its ordinal.
 *
 * <p>A new item has its {@link FirstVector} as vector and momentum, and no context. Where rows
 * expire, one is expired when no live message was for it while the partition counted more live
 * pairs than it may stay unused.
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
  private final NeighbourLists neighbours;
  private final DirtyRows dirty = new DirtyRows();
  private final Set<String> removed = new LinkedHashSet<>();
  private final @Nullable UseOrder uses;
  private int[] ordinals = new int[0];
  private float[] accumulators = new float[0];
  private float[] contextAccumulators = new float[0];
  private double[] popularities = new double[0];
  private double[] trends = new double[0];
  private long[] popularityClocks = new long[0];
  private long[] trainedPairs = new long[0];
  private long[] updates = new long[0];
  private long livePairs;
  private int nextOrdinal;
  private long countFloor;

  /** A table whose rows stay for ever, without neighbours. */
  public ItemTable(FirstVector first, PopularityDecay decay) {
    this(first, decay, 0, new NeighbourLists(0, 0));
  }

  /**
   * @param first of the model
   * @param decay of popularity and trend
   * @param expireAfter live pairs after which an unused row is expired; 0: never
   * @param neighbours empty lists
   */
  public ItemTable(
      FirstVector first, PopularityDecay decay, long expireAfter, NeighbourLists neighbours) {
    this.neighbours = neighbours;
    this.dimension = first.dimension();
    this.first = first;
    this.decay = decay;
    this.vectors = new FloatSlab(dimension);
    this.momenta = new FloatSlab(dimension);
    this.contexts = new FloatSlab(dimension);
    this.uses = expireAfter > 0 ? new UseOrder(expireAfter) : null;
  }

  /** Rows ever used, numbered from 0; {@link #holds} tells which have an item. */
  public int size() {
    return ids.size();
  }

  /** Items. */
  public int count() {
    return ids.count();
  }

  /** Whether the row has an item. */
  public boolean holds(int row) {
    return ids.holds(row);
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
    int row = place(id);
    ordinals[row] = nextOrdinal;
    nextOrdinal = Math.addExact(nextOrdinal, 1);
    updates[row] = countFloor;
    dirty.mark(row);
    if (uses != null) {
      uses.add(row, clock());
    }
    float[] chunk = vectors.chunk(row);
    int offset = vectors.offset(row);
    first.write(id, chunk, offset);
    System.arraycopy(chunk, offset, momenta.chunk(row), momenta.offset(row), dimension);
    return row;
  }

  private int place(String id) {
    int row = ids.add(id);
    vectors.ensure(row + 1);
    momenta.ensure(row + 1);
    contexts.ensure(row + 1);
    neighbours.ensure(row + 1);
    int capacity = ids.capacity();
    if (capacity > accumulators.length) {
      ordinals = Arrays.copyOf(ordinals, capacity);
      accumulators = Arrays.copyOf(accumulators, capacity);
      contextAccumulators = Arrays.copyOf(contextAccumulators, capacity);
      popularities = Arrays.copyOf(popularities, capacity);
      trends = Arrays.copyOf(trends, capacity);
      popularityClocks = Arrays.copyOf(popularityClocks, capacity);
      trainedPairs = Arrays.copyOf(trainedPairs, capacity);
      updates = Arrays.copyOf(updates, capacity);
      if (uses != null) {
        uses.ensure(capacity);
      }
    }
    return row;
  }

  /** A row that was not used for longer than it may; -1 if there is none. */
  public int expired() {
    return uses == null ? RowIds.MISSING : uses.expired(livePairs);
  }

  /** Removes an item; its row is the next one given. */
  public void remove(int row) {
    countFloor = Math.max(countFloor, updates[row]);
    removed.add(ids.id(row));
    clear(row);
  }

  private void clear(int row) {
    if (uses != null) {
      uses.remove(row);
    }
    ids.remove(row);
    neighbours.clear(row);
    int offset = contexts.offset(row);
    Arrays.fill(contexts.chunk(row), offset, offset + dimension, 0);
    accumulators[row] = 0;
    contextAccumulators[row] = 0;
    popularities[row] = 0;
    trends[row] = 0;
    popularityClocks[row] = 0;
    trainedPairs[row] = 0;
  }

  /** A live message is for the item. */
  public void use(int row) {
    if (uses != null) {
      uses.touch(row, clock());
    }
  }

  private long clock() {
    return Math.max(1, livePairs);
  }

  /** The item's number within the partition. */
  public int ordinal(int row) {
    return ordinals[row];
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

  /** What users visited before each item. */
  public NeighbourLists neighbours() {
    return neighbours;
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

  /** The next ordinal to give; 0 if no item was ever removed, when the rows tell it. */
  public int savedNextOrdinal() {
    return countFloor > 0 ? nextOrdinal : 0;
  }

  /** The highest count of a version that a removed row had; that of a new row starts above it. */
  public long countFloor() {
    return countFloor;
  }

  /**
   * Ends restoring, after the last {@link #restore}.
   *
   * @param count of {@link #livePairs}
   * @param savedOrdinal of {@link #savedNextOrdinal}
   * @param savedFloor of {@link #countFloor}
   */
  public void restored(long count, int savedOrdinal, long savedFloor) {
    livePairs = count;
    nextOrdinal = Math.max(nextOrdinal, savedOrdinal);
    countFloor = savedFloor;
    if (uses != null) {
      uses.link(IntStream.range(0, size()).filter(this::holds), clock());
    }
    clearDirty();
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

  /** Fills all that {@link #readValues} does, and the neighbours. */
  public void read(int row, ItemImage image) {
    readValues(row, image);
    neighbours.read(row, image);
  }

  /**
   * Fills everything but {@link ItemImage#partition}, {@link ItemImage#epoch} and the neighbours.
   */
  void readValues(int row, ItemImage image) {
    image.neighbourCount = -1;
    image.ordinal = ordinals[row];
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
    image.lastUsed = uses == null ? 0 : uses.usedAt(row);
  }

  /**
   * Sets an item's row to the image, in any order, as often as the log has it; {@link #restored}
   * ends it.
   */
  public void restore(String id, ItemImage image) {
    int known = ids.find(id);
    int row = known == RowIds.MISSING ? place(id) : known;
    ordinals[row] = image.ordinal;
    nextOrdinal = Math.max(nextOrdinal, Math.addExact(image.ordinal, 1));
    if (uses != null) {
      uses.restore(row, image.lastUsed);
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
    neighbours.restore(row, image);
  }

  /** The log says that an item was removed, before {@link #restored}. */
  public void restoreRemoved(String id) {
    int row = ids.find(id);
    if (row != RowIds.MISSING) {
      ids.remove(row);
    }
  }

  /** Rows changed since the last commit; one may have lost its item since. */
  public int dirtyCount() {
    return dirty.count();
  }

  public int dirtyRow(int k) {
    return dirty.row(k);
  }

  /** Ids removed since the last commit; one that came back has a row again. */
  public Set<String> removed() {
    return removed;
  }

  public void clearDirty() {
    dirty.clear();
    removed.clear();
  }
}
