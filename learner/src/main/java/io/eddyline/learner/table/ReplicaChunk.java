package io.eddyline.learner.table;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A fixed number of consecutive rows of the {@link ItemReplica}. Its monitor orders the writers of
 * its rows.
 */
final class ReplicaChunk {
  /** A power of two. */
  static final int ROWS = 1 << 10;

  static final int UNKNOWN = -1;

  private final int dimension;

  /** {@code K = m / |m|}. */
  final float[] keys;

  /** {@code h = K + c}. */
  final float[] histories;

  /** {@code e / |e|}. */
  final float[] candidates;

  /** {@code log(popularity + 0.5)}; negative infinity for an item that no event had. */
  final float[] priors = new float[ROWS];

  /** {@code log(trend + 0.5)}. */
  final float[] trendPriors = new float[ROWS];

  /** {@code (popularity + 20)^(-1/4)}. */
  final float[] affinityFactors = new float[ROWS];

  /** {@link #owner} of each row. */
  final long[] owners = new long[ROWS];

  final long[] epochs = new long[ROWS];
  final long[] updates = new long[ROWS];
  final double[] popularities = new double[ROWS];
  final double[] trends = new double[ROWS];
  final long[] popularityClocks = new long[ROWS];

  /** Number of the row's retirement; 0 as long as it names an item. */
  final long[] retirements = new long[ROWS];

  private final float[] ages = new float[ROWS];
  private final float[] refreshed = new float[ROWS];

  ReplicaChunk(int dimension) {
    this.dimension = dimension;
    this.keys = new float[ROWS * dimension];
    this.histories = new float[ROWS * dimension];
    this.candidates = new float[ROWS * dimension];
    Arrays.fill(priors, Float.NEGATIVE_INFINITY);
    Arrays.fill(owners, owner(0, UNKNOWN));
    Arrays.fill(updates, UNKNOWN);
  }

  /**
   * An item without a row: its first vector is candidate, key and history vector.
   *
   * @param clock of the owner
   */
  void reset(int row, String id, int ownerPartition, long clock, FirstVector first) {
    int at = row * dimension;
    first.write(id, candidates, at);
    VectorKernels.normalizeInto(candidates, at, candidates, at, dimension);
    System.arraycopy(candidates, at, keys, at, dimension);
    System.arraycopy(candidates, at, histories, at, dimension);
    priors[row] = Float.NEGATIVE_INFINITY;
    owners[row] = owner(ownerPartition, UNKNOWN);
    popularities[row] = 0;
    affinityFactors[row] = Scoring.affinityFactor(0);
    popularityClocks[row] = clock;
    retirements[row] = 0;
  }

  /** The partition that owns an item, and the item's ordinal there or {@link #UNKNOWN}. */
  static long owner(int partition, int ordinal) {
    return (long) partition << Integer.SIZE | Integer.toUnsignedLong(ordinal);
  }

  int ownerPartition(int row) {
    return (int) (owners[row] >>> Integer.SIZE);
  }

  int ownerOrdinal(int row) {
    return (int) owners[row];
  }

  /** The item has no row any more. It is no candidate; its vectors stay until the next one's. */
  void retire(int row, long retirement) {
    priors[row] = Float.NEGATIVE_INFINITY;
    owners[row] = owner(ownerPartition(row), UNKNOWN);
    retirements[row] = retirement;
  }

  /** Any version is newer from now on. */
  void forgetVersion(int row) {
    epochs[row] = 0;
    updates[row] = UNKNOWN;
  }

  /** Whether a version is newer than the row's. */
  boolean isNewer(int row, long epoch, long count) {
    return epoch != epochs[row] ? epoch > epochs[row] : count > updates[row];
  }

  /** Sets {@code h = K + c} and the version if the row's is the one before. */
  boolean writeContext(int row, long epoch, long count, float[] context, int contextAt) {
    if (!advance(row, epoch, count)) {
      return false;
    }
    addContext(context, contextAt, row * dimension);
    return true;
  }

  /** Sets the version if the row's is the one before. */
  boolean advance(int row, long epoch, long count) {
    if (retirements[row] != 0 || epoch != epochs[row] || count != updates[row] + 1) {
      return false;
    }
    updates[row] = count;
    return true;
  }

  /** Sets priors and affinity factors of the candidates among the first rows to the present. */
  void refreshPriors(PopularityDecay decay, AtomicLongArray livePairs, int count) {
    for (int row = 0; row < count; row++) {
      ages[row] = Math.max(0, livePairs.get(ownerPartition(row)) - popularityClocks[row]);
    }
    decay.popularities(popularities, ages, count, refreshed);
    for (int row = 0; row < count; row++) {
      affinityFactors[row] = Scoring.affinityFactor(refreshed[row]);
    }
    setPriors(priors, count);
    decay.trends(trends, ages, count, refreshed);
    setPriors(trendPriors, count);
  }

  /* An item that is no candidate has no prior, and anything as prior of its trend. */
  private void setPriors(float[] target, int count) {
    for (int row = 0; row < count; row++) {
      refreshed[row] += (float) Scoring.POPULARITY_OFFSET;
    }
    VectorKernels.logInPlace(refreshed, count);
    for (int row = 0; row < count; row++) {
      boolean isCandidate = priors[row] > Float.NEGATIVE_INFINITY;
      target[row] = isCandidate ? refreshed[row] : target[row];
    }
  }

  /** Copies an image; the caller sets the priors and holds the monitor. */
  void write(int row, ItemImage image) {
    int at = row * dimension;
    VectorKernels.normalizeInto(image.momentum, 0, keys, at, dimension);
    addContext(image.context, 0, at);
    VectorKernels.normalizeInto(image.vector, 0, candidates, at, dimension);
    setVersion(row, owner(image.partition, image.ordinal), image.epoch, image.updates);
    popularities[row] = image.popularity;
    trends[row] = image.trend;
    popularityClocks[row] = image.popularityClock;
  }

  /**
   * Copies a row of a table; the caller holds the monitor.
   *
   * @param from row of the table
   * @return whether the popularity is another than before; then the caller sets the priors
   */
  boolean write(int row, ItemTable table, int from, int partition, long epoch) {
    int at = row * dimension;
    FloatSlab momenta = table.momenta();
    FloatSlab contexts = table.contexts();
    FloatSlab vectors = table.vectors();
    VectorKernels.normalizeInto(momenta.chunk(from), momenta.offset(from), keys, at, dimension);
    addContext(contexts.chunk(from), contexts.offset(from), at);
    VectorKernels.normalizeInto(
        vectors.chunk(from), vectors.offset(from), candidates, at, dimension);
    setVersion(row, owner(partition, table.ordinal(from)), epoch, table.updates(from));
    return table.popularities().copy(from, this, row);
  }

  /* h = K + c */
  private void addContext(float[] context, int contextAt, int at) {
    System.arraycopy(keys, at, histories, at, dimension);
    VectorKernels.addScaled(1, context, contextAt, histories, at, dimension);
  }

  private void setVersion(int row, long owner, long epoch, long count) {
    owners[row] = owner;
    epochs[row] = epoch;
    updates[row] = count;
  }
}
