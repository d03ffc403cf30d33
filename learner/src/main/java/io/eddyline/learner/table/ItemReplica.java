package io.eddyline.learner.table;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What this process's user sides see of all items: the key {@code K = m / |m|}, the history vector
 * {@code h = K + c}, the candidate vector {@code e / |e|}, the popularity prior and the owner.
 *
 * <p>Items have ordinals of this process, dense from 0, in the order in which it met them. One that
 * nobody trained yet is its {@link FirstVector}, without context and popularity.
 *
 * <p>An item that its owner removed is retired: no candidate any more, otherwise as it was. Its
 * ordinal is given to another item once no {@link ReplicaReader} remembers it; if the item comes
 * back before that, it has its ordinal again. Where rows expire, an item that never had a row at
 * its owner is retired at the age at which a row would be.
 *
 * <p>Threading: thread-safe. Any thread may write; the monitor of a {@link ReplicaChunk} orders the
 * writers of its rows. Readers take no lock. A row and its chunk are written before the ordinal is
 * handed out, the chunk directory is published by a volatile write, so a reader who has an ordinal
 * sees at least the item's first values. It may see coordinates of two versions of one row:
 * momentum keys are a little old anyway, and both versions are sound. Readers never wait.
 */
public final class ItemReplica {
  private static final int ROWS = ReplicaChunk.ROWS;
  private static final int ROW_BITS = Integer.numberOfTrailingZeros(ROWS);
  private static final int MASK = ROWS - 1;
  /* Queue entries of items that came back are passed over; no more than this at a time. */
  private static final int REUSE_ATTEMPTS = 8;

  private final FirstVector first;
  private final ToIntFunction<String> partitionOf;
  private final PopularityDecay decay;
  private final ConcurrentHashMap<String, Integer> ordinals = new ConcurrentHashMap<>();
  private final AtomicLongArray livePairs;
  private final long expireAfter;
  private final RetiredOrdinals retired = new RetiredOrdinals();
  private final Neighbourhood neighbourhood;
  private volatile long retirements;
  private int inspected;
  private volatile ReplicaChunk[] chunks = {};
  private volatile float[][] histories = {};
  private volatile @Nullable String[] ids = new @Nullable String[ROWS];
  private volatile int size;

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
    this.neighbourhood = new Neighbourhood(neighbours);
    this.expireAfter = expireAfter;
    this.first = first;
    this.partitionOf = partitionOf;
    this.decay = decay;
    this.livePairs = new AtomicLongArray(partitions);
  }

  /** Floats of a vector. */
  public int dimension() {
    return first.dimension();
  }

  /** Ordinals ever given, [0, size); some may be retired. */
  public int size() {
    return size;
  }

  /** The item's ordinal, or -1 if it is unknown or retired. */
  public int find(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null || isRetired(ordinal) ? ReplicaChunk.UNKNOWN : ordinal;
  }

  /** The item's ordinal; an unknown item gets one, and its first vector. */
  public int ordinalOf(String id) {
    int ordinal = find(id);
    return ordinal == ReplicaChunk.UNKNOWN ? add(id) : ordinal;
  }

  private synchronized int add(String id) {
    Integer known = ordinals.get(id);
    if (known != null) {
      if (isRetired(known)) {
        reset(known, id);
      }
      return known;
    }
    int ordinal = reusable();
    if (ordinal == RetiredOrdinals.NONE) {
      ordinal = size;
      grow(ordinal);
    } else {
      ordinals.remove(id(ordinal));
      neighbourhood.forget(ordinal);
      ReplicaChunk chunk = chunk(ordinal);
      synchronized (chunk) {
        chunk.forgetVersion(ordinal & MASK);
      }
    }
    reset(ordinal, id);
    @Nullable String[] names = ids;
    names[ordinal] = id;
    ids = names;
    size = Math.max(size, ordinal + 1);
    ordinals.put(id, ordinal);
    return ordinal;
  }

  private void reset(int ordinal, String id) {
    int partition = partitionOf(id);
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      chunk.reset(ordinal & MASK, id, partition, livePairs.get(partition), first);
    }
  }

  private int reusable() {
    for (int attempt = 0; attempt < REUSE_ATTEMPTS; attempt++) {
      int ordinal = retired.peek();
      if (ordinal == RetiredOrdinals.NONE) {
        return RetiredOrdinals.NONE;
      }
      long number = retired.peekedNumber();
      retired.take();
      if (chunk(ordinal).retirements[ordinal & MASK] == number) {
        return ordinal;
      }
    }
    return RetiredOrdinals.NONE;
  }

  private void grow(int ordinal) {
    if (ordinal == ROWS * chunks.length) {
      ReplicaChunk[] grown = Arrays.copyOf(chunks, chunks.length + 1);
      grown[chunks.length] = new ReplicaChunk(dimension());
      float[][] grownHistories = Arrays.copyOf(histories, grown.length);
      grownHistories[chunks.length] = grown[chunks.length].histories;
      neighbourhood.ensure(grown.length);
      histories = grownHistories;
      chunks = grown;
    }
    if (ordinal == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ordinal);
    }
  }

  /** Whether the ordinal names no item any more; to be dropped wherever it is remembered. */
  public boolean isRetired(int ordinal) {
    return chunk(ordinal).retirements[ordinal & MASK] != 0;
  }

  /**
   * The owner has no row of the item any more.
   *
   * @param logged whether the log says so: then the next version of it that comes is the newest
   */
  public synchronized void retire(String id, boolean logged) {
    Integer ordinal = ordinals.get(id);
    if (ordinal == null) {
      return;
    }
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      retire(chunk, ordinal);
      if (logged) {
        chunk.forgetVersion(ordinal & MASK);
      }
    }
  }

  private void retire(ReplicaChunk chunk, int ordinal) {
    if (chunk.retirements[ordinal & MASK] == 0) {
      chunk.retire(ordinal & MASK, retired.add(ordinal));
      retirements = retired.last();
    }
  }

  /**
   * Looks at the next few ordinals, in turn, and retires the items that have had no row for as long
   * as an unused row may stay.
   */
  public synchronized void retireRowless(int count) {
    for (int k = 0; k < Math.min(count, size); k++) {
      inspected = inspected + 1 < size ? inspected + 1 : 0;
      ReplicaChunk chunk = chunk(inspected);
      int row = inspected & MASK;
      synchronized (chunk) {
        if (chunk.ownerOrdinal(row) == ReplicaChunk.UNKNOWN && age(chunk, row) > expireAfter) {
          retire(chunk, inspected);
        }
      }
    }
  }

  /** Whether items are ever retired. */
  public boolean expires() {
    return expireAfter > 0;
  }

  /** Number of the last retirement. */
  long retirements() {
    return retirements;
  }

  /** Registers one who will remember ordinals. */
  public synchronized ReplicaReader addReader() {
    ReplicaReader reader = new ReplicaReader(this, retirements);
    retired.add(reader);
    return reader;
  }

  synchronized void remove(ReplicaReader reader) {
    retired.remove(reader);
  }

  /** The partition that owns an item id. */
  public int partitionOf(String id) {
    return partitionOf.applyAsInt(id);
  }

  public String id(int ordinal) {
    String id = ids[ordinal];
    if (id == null) {
      throw new IllegalArgumentException("item %d of %d has no id".formatted(ordinal, size));
    }
    return id;
  }

  /** The partition that owns the item. */
  public int ownerPartition(int ordinal) {
    return chunk(ordinal).ownerPartition(ordinal & MASK);
  }

  /** The item's ordinal at its owner, or -1 as long as no version of its row has come. */
  public int ownerOrdinal(int ordinal) {
    return chunk(ordinal).ownerOrdinal(ordinal & MASK);
  }

  /** As {@link #ownerOrdinal}, and -1 if another partition owns the item. */
  public int ownerOrdinalAt(int ordinal, int partition) {
    ReplicaChunk chunk = chunk(ordinal);
    int row = ordinal & MASK;
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
    ReplicaChunk[] current = chunks;
    int[] items = seen.items();
    long from = ReplicaChunk.owner(partition, 0);
    int left = seen.size();
    int count = 0;
    while (left > 0 && count < target.length) {
      int end = Math.max(0, left - (target.length - count));
      for (int k = left - 1; k >= end; k--) {
        int item = items[k];
        long owner = current[item >>> ROW_BITS].owners[item & MASK];
        boolean isKnownThere = ((owner ^ from) >>> (Integer.SIZE - 1)) == 0;
        if (isKnownThere && item != except) {
          target[count++] = (int) owner;
        }
      }
      left = end;
    }
    return count;
  }

  /** Whether an event had the item, so that it may be recommended. */
  public boolean isCandidate(int ordinal) {
    return chunk(ordinal).priors[ordinal & MASK] > Float.NEGATIVE_INFINITY;
  }

  /** Popularity as of now. */
  public double popularity(int ordinal) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return popularity(chunk, ordinal & MASK);
    }
  }

  /** The item's factor in its affinities, see {@link Scoring}. */
  public float affinityFactor(int ordinal) {
    return chunk(ordinal).affinityFactors[ordinal & MASK];
  }

  /** Which items are whose neighbours. */
  public Neighbourhood neighbourhood() {
    return neighbourhood;
  }

  /** Copies the item's key {@code K}. */
  public void readKey(int ordinal, float[] target, int at) {
    System.arraycopy(chunk(ordinal).keys, (ordinal & MASK) * dimension(), target, at, dimension());
  }

  /** Copies the item as a candidate, {@code e / |e|}. */
  public void readCandidate(int ordinal, float[] target, int at) {
    float[] candidates = chunk(ordinal).candidates;
    System.arraycopy(candidates, (ordinal & MASK) * dimension(), target, at, dimension());
  }

  /** Copies the item's context residual {@code c = h - K}. */
  public void readContext(int ordinal, float[] target) {
    ReplicaChunk chunk = chunk(ordinal);
    int at = (ordinal & MASK) * dimension();
    System.arraycopy(chunk.histories, at, target, 0, dimension());
    VectorKernels.addScaled(-1, chunk.keys, at, target, 0, dimension());
  }

  /** {@code target += sum_k factors_k * h(items_k)} over k in [0, count). */
  public void addHistories(float[] factors, int[] items, int count, float[] target) {
    VectorKernels.addScaledChunkRows(factors, histories, items, count, target, 0, dimension());
  }

  /** {@code target_i = query . e_i / |e_i|} of items [0, count). */
  public void dotCandidates(float[] query, int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += ROWS) {
      float[] candidates = current[start / ROWS].candidates;
      int rows = Math.min(ROWS, count - start);
      VectorKernels.dotBlock(query, 0, candidates, rows, dimension(), target, start);
    }
  }

  /**
   * Copies {@code log(popularity + 0.5)} of items [0, count); negative infinity for an item that is
   * no candidate. Each is as of the item's last change or of {@link #refreshPriors}.
   */
  public void readPriors(int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += ROWS) {
      System.arraycopy(
          current[start / ROWS].priors, 0, target, start, Math.min(ROWS, count - start));
    }
  }

  /**
   * As {@link #readPriors}, {@code log(trend + 0.5)}; anything for an item that is no candidate.
   */
  public void readTrendPriors(int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += ROWS) {
      System.arraycopy(
          current[start / ROWS].trendPriors, 0, target, start, Math.min(ROWS, count - start));
    }
  }

  /**
   * Takes over a row from the log if its version is newer than the replica's; a retired item then
   * is back.
   *
   * @return whether it was newer
   */
  public synchronized boolean apply(String id, ItemImage image) {
    Integer known = ordinals.get(id);
    if (known != null && isRetired(known)) {
      ReplicaChunk chunk = chunk(known);
      synchronized (chunk) {
        if (!chunk.isNewer(known & MASK, image.epoch, image.updates)) {
          return false;
        }
      }
    }
    return apply(ordinalOf(id), image);
  }

  /**
   * Takes over a row if its version is newer than the replica's and the item is not retired.
   *
   * @return whether it did
   */
  public boolean apply(int ordinal, ItemImage image) {
    advanceClock(image.partition, image.popularityClock);
    ReplicaChunk chunk = chunk(ordinal);
    int row = ordinal & MASK;
    synchronized (chunk) {
      if (chunk.retirements[row] != 0 || !chunk.isNewer(row, image.epoch, image.updates)) {
        return false;
      }
      chunk.write(row, image);
      if (image.popularity > 0 || image.trainedPairs > 0) {
        setPriors(chunk, row);
      }
    }
    takeNeighbours(ordinal, image);
    return true;
  }

  private void takeNeighbours(int ordinal, ItemImage image) {
    if (image.neighbourCount < 0 || neighbourhood.length() == 0) {
      return;
    }
    for (int slot = 0; slot < neighbourhood.length(); slot++) {
      boolean filled = slot < image.neighbourCount;
      int neighbour = filled ? ordinalOf(image.neighbourIds[slot]) : ReplicaChunk.UNKNOWN;
      neighbourhood.set(ordinal, slot, neighbour);
    }
    neighbourhood.setCounts(ordinal, image.neighbourCounts, 0);
  }

  /**
   * Takes over the version of a row in which nothing but the neighbours changed.
   *
   * @return whether the replica had the version before
   */
  boolean advanceVersion(int ordinal, long epoch, long updates) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return chunk.advance(ordinal & MASK, epoch, updates);
    }
  }

  /**
   * Takes over a context residual whose row has not changed otherwise since the version before.
   *
   * @param context {@code dimension} floats from {@code at}
   * @return whether the replica had the version before
   */
  boolean applyContext(int ordinal, long epoch, long updates, float[] context, int at) {
    ReplicaChunk chunk = chunk(ordinal);
    int row = ordinal & MASK;
    synchronized (chunk) {
      return chunk.writeContext(row, epoch, updates, context, at);
    }
  }

  /** The owner of a partition has counted this many live pairs; a smaller count is ignored. */
  public void advanceClock(int partition, long count) {
    if (count > livePairs.get(partition)) {
      livePairs.accumulateAndGet(partition, count, Math::max);
    }
  }

  /** Lets the priors of all candidates decay to the present. */
  public void refreshPriors() {
    int count = size;
    for (int start = 0; start < count; start += ROWS) {
      ReplicaChunk chunk = chunks[start / ROWS];
      synchronized (chunk) {
        chunk.refreshPriors(decay, livePairs, Math.min(ROWS, count - start));
      }
    }
  }

  private void setPriors(ReplicaChunk chunk, int row) {
    double popularity = popularity(chunk, row);
    chunk.priors[row] = prior(popularity);
    chunk.affinityFactors[row] = Scoring.affinityFactor((float) popularity);
    chunk.trendPriors[row] = prior(decay.trend(chunk.trends[row], age(chunk, row)));
  }

  private double popularity(ReplicaChunk chunk, int row) {
    return decay.popularity(chunk.popularities[row], age(chunk, row));
  }

  private long age(ReplicaChunk chunk, int row) {
    return livePairs.get(chunk.ownerPartition(row)) - chunk.popularityClocks[row];
  }

  private static float prior(double popularity) {
    return (float) Math.log(popularity + Scoring.POPULARITY_OFFSET);
  }

  private ReplicaChunk chunk(int ordinal) {
    return chunks[ordinal / ROWS];
  }
}
