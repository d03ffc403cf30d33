package io.eddyline.learner.table;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.function.ToIntFunction;

/**
 * What this process's user sides see of all items: the key {@code K = m / |m|}, the history vector
 * {@code h = K + c}, the candidate vector {@code e / |e|}, the popularity prior and the owner.
 *
 * <p>Items have ordinals of this process, dense from 0, in the order in which it met them. One that
 * nobody trained yet is its {@link FirstVector}, without context and popularity.
 *
 * <p>An item that its owner removed is retired: no candidate any more, otherwise as it was. Its
 * ordinal is given to another item once no {@link ReplicaReader} remembers it; if the item comes
 * back before that, it has its ordinal again.
 *
 * <p>Threading: thread-safe. Any thread may write; the monitor of a {@link ReplicaChunk} orders the
 * writers of its rows, that of {@link ReplicaOrdinals} those who give and take ordinals. Readers
 * never wait. One may see coordinates of two versions of one row: momentum keys are a little old
 * anyway, and both versions are sound.
 */
public final class ItemReplica {
  private final ReplicaRows rows;
  private final ReplicaPopularity popularity;
  private final Neighbourhood neighbourhood;
  private final ReplicaOrdinals ordinals;
  private final ReplicaWrites writes;

  /** A replica of tables whose rows stay for ever, without neighbours. */
  public ItemReplica(
      FirstVector first, PopularityDecay decay, int partitions, ToIntFunction<String> partitionOf) {
    this(first, decay, partitions, partitionOf, 0, 0);
  }

  /**
   * @param first of the model
   * @param decay of popularity and trend
   * @param partitions of the item side
   * @param partitionOf the partition that owns an item id
   * @param expireAfter live pairs after which an owner's unused row is expired; 0: never
   * @param neighbours slots of a neighbour list; 0: no lists
   */
  public ItemReplica(
      FirstVector first,
      PopularityDecay decay,
      int partitions,
      ToIntFunction<String> partitionOf,
      long expireAfter,
      int neighbours) {
    this.rows = new ReplicaRows(first.dimension());
    this.popularity = new ReplicaPopularity(decay, partitions);
    this.neighbourhood = new Neighbourhood(neighbours);
    this.ordinals =
        new ReplicaOrdinals(first, partitionOf, expireAfter, rows, popularity, neighbourhood);
    this.writes = new ReplicaWrites(rows, popularity, neighbourhood);
  }

  /** Floats of a vector. */
  public int dimension() {
    return rows.dimension();
  }

  /** Ordinals ever given, [0, size); some may be retired. */
  public int size() {
    return ordinals.size();
  }

  /** The item's ordinal, or -1 if it is unknown or retired. */
  public int find(String id) {
    return ordinals.find(id);
  }

  /** The item's ordinal, retired or in use, or -1 if it is unknown. */
  int findAny(String id) {
    return ordinals.findAny(id);
  }

  /** The item's ordinal; an unknown item gets one, and its first vector. */
  public int ordinalOf(String id) {
    return ordinals.findOrAdd(id);
  }

  /** Whether an item was retired ever since the start, and so may be retired now. */
  public boolean hasRetired() {
    return ordinals.retirements() != 0;
  }

  /** Whether the ordinal names no item any more; to be dropped wherever it is remembered. */
  public boolean isRetired(int ordinal) {
    return ordinals.isRetired(ordinal);
  }

  /**
   * The owner has no row of the item any more.
   *
   * @param logged whether the log says so: then the next version of it that comes is the newest
   */
  public void retire(String id, boolean logged) {
    ordinals.retire(id, logged);
  }

  /**
   * Looks at the next few ordinals, in turn, and retires the items that have had no row for as long
   * as an unused row may stay.
   */
  public void retireRowless(int count) {
    ordinals.retireRowless(count);
  }

  /** Whether items are ever retired. */
  public boolean expires() {
    return ordinals.expires();
  }

  /** Registers one who will remember ordinals. */
  public ReplicaReader addReader() {
    return ordinals.addReader();
  }

  /** The partition that owns an item id. */
  public int partitionOf(String id) {
    return ordinals.partitionOf(id);
  }

  public String id(int ordinal) {
    return ordinals.id(ordinal);
  }

  /** The partition that owns the item. */
  public int ownerPartition(int ordinal) {
    return chunk(ordinal).ownerPartition(row(ordinal));
  }

  /** The item's ordinal at its owner, or -1 as long as no version of its row has come. */
  public int ownerOrdinal(int ordinal) {
    return chunk(ordinal).ownerOrdinal(row(ordinal));
  }

  /** As {@link #ownerOrdinal}, and -1 if another partition owns the item. */
  public int ownerOrdinalAt(int ordinal, int partition) {
    ReplicaChunk chunk = chunk(ordinal);
    int row = row(ordinal);
    return chunk.ownerPartition(row) == partition ? chunk.ownerOrdinal(row) : ReplicaChunk.UNKNOWN;
  }

  /**
   * Collects the owner's ordinals of the latest of a set's items that live in a partition, newest
   * first, without one item and without those whose ordinal has not come.
   *
   * @param target receives as many as it has room for
   * @return how many
   */
  public int collectOwnerOrdinals(SeenSet seen, int partition, int except, int[] target) {
    return rows.collectOwnerOrdinals(seen, partition, except, target);
  }

  /** Whether an event had the item, so that it may be recommended. */
  public boolean isCandidate(int ordinal) {
    return chunk(ordinal).priors[row(ordinal)] > Float.NEGATIVE_INFINITY;
  }

  /** Popularity as of now. */
  public double popularity(int ordinal) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return popularity.popularity(chunk, row(ordinal));
    }
  }

  /** The item's factor in its affinities, see {@link Scoring}. */
  public float affinityFactor(int ordinal) {
    return chunk(ordinal).affinityFactors[row(ordinal)];
  }

  /** Which items are whose neighbours. */
  public Neighbourhood neighbourhood() {
    return neighbourhood;
  }

  /** Copies the item's key {@code K}. */
  public void readKey(int ordinal, float[] target, int at) {
    rows.readKey(ordinal, target, at);
  }

  /** Copies the item as a candidate, {@code e / |e|}. */
  public void readCandidate(int ordinal, float[] target, int at) {
    rows.readCandidate(ordinal, target, at);
  }

  /** Copies the item's context residual {@code c = h - K}. */
  public void readContext(int ordinal, float[] target) {
    rows.readContext(ordinal, target);
  }

  /** {@code target += sum_k factors_k * h(items_k)} over k in [0, count). */
  public void addHistories(float[] factors, int[] items, int count, float[] target) {
    rows.addHistories(factors, items, count, target);
  }

  /** {@code target_i = query . e_i / |e_i|} of items [0, count). */
  public void dotCandidates(float[] query, int count, float[] target) {
    rows.dotCandidates(query, count, target);
  }

  /**
   * Copies {@code log(popularity + 0.5)} of items [0, count); negative infinity for an item that is
   * no candidate. Each is as of the item's last change or of {@link #refreshPriors}.
   */
  public void readPriors(int count, float[] target) {
    rows.readPriors(count, target);
  }

  /**
   * As {@link #readPriors}, {@code log(trend + 0.5)}; anything for an item that is no candidate.
   */
  public void readTrendPriors(int count, float[] target) {
    rows.readTrendPriors(count, target);
  }

  /** Whether a version of an item's row is newer than the replica's. */
  public boolean isNewer(String id, long epoch, long updates) {
    int known = ordinals.findAny(id);
    return known == ReplicaChunk.UNKNOWN || rows.isNewer(known, epoch, updates);
  }

  /**
   * Takes over a row from the log if its version is newer than the replica's; a retired item then
   * is back.
   *
   * @return whether it was newer
   */
  public boolean apply(String id, ItemImage image) {
    synchronized (ordinals) {
      int known = ordinals.findRetired(id);
      if (known != ReplicaChunk.UNKNOWN && !rows.isNewer(known, image.epoch, image.updates)) {
        return false;
      }
      return apply(ordinalOf(id), image);
    }
  }

  /**
   * Takes over a row if its version is newer than the replica's and the item is not retired.
   *
   * @return whether it did
   */
  public boolean apply(int ordinal, ItemImage image) {
    return writes.apply(ordinal, image);
  }

  /** What the owner of rows and the log of them write. */
  ReplicaWrites writes() {
    return writes;
  }

  /** The owner of a partition has counted this many live pairs; a smaller count is ignored. */
  public void advanceClock(int partition, long count) {
    popularity.advance(partition, count);
  }

  /** Lets the priors of all candidates decay to the present. */
  public void refreshPriors() {
    rows.refreshPriors(popularity, size());
  }

  private ReplicaChunk chunk(int ordinal) {
    return rows.chunk(ordinal);
  }

  private static int row(int ordinal) {
    return ReplicaRows.row(ordinal);
  }
}
