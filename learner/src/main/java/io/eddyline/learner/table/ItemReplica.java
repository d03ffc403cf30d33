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
 * <p>Threading: thread-safe. Any thread may write; the monitor of a {@link ReplicaChunk} orders the
 * writers of its rows. Readers take no lock. A row and its chunk are written before the ordinal is
 * handed out, the chunk directory is published by a volatile write, so a reader who has an ordinal
 * sees at least the item's first values. It may see coordinates of two versions of one row:
 * momentum keys are a little old anyway, and both versions are sound. Readers never wait.
 */
public final class ItemReplica {
  private static final int ROWS = ReplicaChunk.ROWS;
  private static final int MASK = ROWS - 1;

  private final FirstVector first;
  private final ToIntFunction<String> partitionOf;
  private final Decay decay;
  private final ConcurrentHashMap<String, Integer> ordinals = new ConcurrentHashMap<>();
  private final AtomicLongArray livePairs;
  private volatile ReplicaChunk[] chunks = {};
  private volatile float[][] histories = {};
  private volatile @Nullable String[] ids = new @Nullable String[ROWS];
  private volatile int size;

  /**
   * @param first of the model
   * @param popularityHalfLife events of the whole stream
   * @param partitions of the item side
   * @param partitionOf the partition that owns an item id
   */
  public ItemReplica(
      FirstVector first,
      double popularityHalfLife,
      int partitions,
      ToIntFunction<String> partitionOf) {
    this.first = first;
    this.partitionOf = partitionOf;
    this.decay = new Decay(popularityHalfLife, partitions);
    this.livePairs = new AtomicLongArray(partitions);
  }

  /** Floats of a vector. */
  public int dimension() {
    return first.dimension();
  }

  /** Items, numbered from 0. */
  public int size() {
    return size;
  }

  /** The item's ordinal, or -1. */
  public int find(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null ? ReplicaChunk.UNKNOWN : ordinal;
  }

  /** The item's ordinal; an unknown item gets the next one and its first vector. */
  public int ordinalOf(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null ? add(id) : ordinal;
  }

  private synchronized int add(String id) {
    Integer known = ordinals.get(id);
    if (known != null) {
      return known;
    }
    int ordinal = size;
    if (ordinal == ROWS * chunks.length) {
      ReplicaChunk[] grown = Arrays.copyOf(chunks, chunks.length + 1);
      grown[chunks.length] = new ReplicaChunk(dimension());
      float[][] grownHistories = Arrays.copyOf(histories, grown.length);
      grownHistories[chunks.length] = grown[chunks.length].histories;
      histories = grownHistories;
      chunks = grown;
    }
    @Nullable String[] names = ordinal == ids.length ? Arrays.copyOf(ids, 2 * ordinal) : ids;
    chunks[ordinal / ROWS].reset(ordinal & MASK, id, partitionOf.applyAsInt(id), first);
    names[ordinal] = id;
    ids = names;
    size = ordinal + 1;
    ordinals.put(id, ordinal);
    return ordinal;
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
    return chunk(ordinal).ownerPartitions[ordinal & MASK];
  }

  /** The item's ordinal at its owner, or -1 as long as no version of its row has come. */
  public int ownerOrdinal(int ordinal) {
    return chunk(ordinal).ownerOrdinals[ordinal & MASK];
  }

  /** As {@link #ownerOrdinal}, and -1 if another partition owns the item. */
  public int ownerOrdinalAt(int ordinal, int partition) {
    ReplicaChunk chunk = chunk(ordinal);
    int row = ordinal & MASK;
    return chunk.ownerPartitions[row] == partition
        ? chunk.ownerOrdinals[row]
        : ReplicaChunk.UNKNOWN;
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
   * Takes over a row if its version is newer than the replica's.
   *
   * @return whether it was newer
   */
  public boolean apply(int ordinal, ItemImage image) {
    advanceClock(image.partition, image.popularityClock);
    ReplicaChunk chunk = chunk(ordinal);
    int row = ordinal & MASK;
    synchronized (chunk) {
      if (!chunk.isNewer(row, image.epoch, image.updates)) {
        return false;
      }
      chunk.write(row, image);
      if (image.popularity > 0 || image.trainedPairs > 0) {
        chunk.priors[row] = prior(popularity(chunk, row));
      }
      return true;
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
        for (int row = 0; row < Math.min(ROWS, count - start); row++) {
          if (chunk.priors[row] > Float.NEGATIVE_INFINITY) {
            chunk.priors[row] = prior(popularity(chunk, row));
          }
        }
      }
    }
  }

  private double popularity(ReplicaChunk chunk, int row) {
    long now = livePairs.get(chunk.ownerPartitions[row]);
    return decay.after(chunk.popularities[row], now - chunk.popularityClocks[row]);
  }

  private static float prior(double popularity) {
    return (float) Math.log(popularity + Scoring.POPULARITY_OFFSET);
  }

  private ReplicaChunk chunk(int ordinal) {
    return chunks[ordinal / ROWS];
  }
}
