package io.eddyline.learner.table;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;

/**
 * The rows of an {@link ItemReplica}, in chunks, what is read of them, and how versions follow each
 * other.
 *
 * <pre>
 *   ordinal = chunk * 1024 + row        chunks[ordinal / 1024] ──▶ | row 0 | row 1 | ... | row 1023 |
 * </pre>
 *
 * <p>Threading: thread-safe. Growing is ordered by the monitor of {@link ReplicaOrdinals}, writing
 * into a row by that of its chunk; readers take no lock. A grown directory of chunks is published
 * by a volatile write.
 */
final class ReplicaRows {
  private static final int CHUNK_ROWS = ReplicaChunk.ROWS;
  private static final int CHUNK_BITS = Integer.numberOfTrailingZeros(CHUNK_ROWS);
  private static final int MASK = CHUNK_ROWS - 1;

  private final int dimension;
  private volatile ReplicaChunk[] chunks = {};
  private volatile float[][] histories = {};

  ReplicaRows(int dimension) {
    this.dimension = dimension;
  }

  /** Floats of a vector. */
  int dimension() {
    return dimension;
  }

  /** Chunks that there are. */
  int chunkCount() {
    return chunks.length;
  }

  /** Appends a chunk. */
  void grow() {
    int count = chunks.length;
    ReplicaChunk[] grown = Arrays.copyOf(chunks, count + 1);
    grown[count] = new ReplicaChunk(dimension);
    float[][] grownHistories = Arrays.copyOf(histories, count + 1);
    grownHistories[count] = grown[count].histories;
    histories = grownHistories;
    chunks = grown;
  }

  /** The chunk of an ordinal. */
  ReplicaChunk chunk(int ordinal) {
    return chunks[ordinal / CHUNK_ROWS];
  }

  /** The row of an ordinal within its chunk. */
  static int row(int ordinal) {
    return ordinal & MASK;
  }

  /** See {@link ItemReplica#collectOwnerOrdinals}. */
  int collectOwnerOrdinals(SeenSet seen, int partition, int except, int[] target) {
    ReplicaChunk[] current = chunks;
    int[] items = seen.items();
    long from = ReplicaChunk.owner(partition, 0);
    int left = seen.size();
    int count = 0;
    while (left > 0 && count < target.length) {
      int end = Math.max(0, left - (target.length - count));
      for (int k = left - 1; k >= end; k--) {
        int item = items[k];
        long owner = current[item >>> CHUNK_BITS].owners[item & MASK];
        boolean isKnownThere = ((owner ^ from) >>> (Integer.SIZE - 1)) == 0;
        if (isKnownThere && item != except) {
          target[count++] = (int) owner;
        }
      }
      left = end;
    }
    return count;
  }

  void readKey(int ordinal, float[] target, int at) {
    System.arraycopy(chunk(ordinal).keys, row(ordinal) * dimension, target, at, dimension);
  }

  void readCandidate(int ordinal, float[] target, int at) {
    System.arraycopy(chunk(ordinal).candidates, row(ordinal) * dimension, target, at, dimension);
  }

  /** {@code c = h - K}. */
  void readContext(int ordinal, float[] target) {
    ReplicaChunk chunk = chunk(ordinal);
    int at = row(ordinal) * dimension;
    System.arraycopy(chunk.histories, at, target, 0, dimension);
    VectorKernels.addScaled(-1, chunk.keys, at, target, 0, dimension);
  }

  /** {@code target += sum_k factors_k * h(items_k)} over k in [0, count). */
  void addHistories(float[] factors, int[] items, int count, float[] target) {
    VectorKernels.addScaledChunkRows(factors, histories, items, count, target, 0, dimension);
  }

  /** {@code target_i = query . e_i / |e_i|} of ordinals [0, count). */
  void dotCandidates(float[] query, int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += CHUNK_ROWS) {
      float[] candidates = current[start / CHUNK_ROWS].candidates;
      int rows = Math.min(CHUNK_ROWS, count - start);
      VectorKernels.dotBlock(query, 0, candidates, rows, dimension, target, start);
    }
  }

  /** Copies the priors of ordinals [0, count). */
  void readPriors(int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += CHUNK_ROWS) {
      int rows = Math.min(CHUNK_ROWS, count - start);
      System.arraycopy(current[start / CHUNK_ROWS].priors, 0, target, start, rows);
    }
  }

  /** Copies the priors of the trends of ordinals [0, count). */
  void readTrendPriors(int count, float[] target) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += CHUNK_ROWS) {
      int rows = Math.min(CHUNK_ROWS, count - start);
      System.arraycopy(current[start / CHUNK_ROWS].trendPriors, 0, target, start, rows);
    }
  }

  /** Lets the priors of the candidates among ordinals [0, count) decay to the present. */
  void refreshPriors(ReplicaPopularity popularity, int count) {
    ReplicaChunk[] current = chunks;
    for (int start = 0; start < count; start += CHUNK_ROWS) {
      ReplicaChunk chunk = current[start / CHUNK_ROWS];
      synchronized (chunk) {
        popularity.refresh(chunk, Math.min(CHUNK_ROWS, count - start));
      }
    }
  }

  /** Whether a version is newer than an ordinal's. */
  boolean isNewer(int ordinal, long epoch, long updates) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return chunk.isNewer(row(ordinal), epoch, updates);
    }
  }

  /** See {@link ReplicaChunk#advance}. */
  boolean advance(int ordinal, long epoch, long updates) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return chunk.advance(row(ordinal), epoch, updates);
    }
  }

  /** See {@link ReplicaChunk#writeContext}. */
  boolean writeContext(int ordinal, long epoch, long updates, float[] context, int at) {
    ReplicaChunk chunk = chunk(ordinal);
    synchronized (chunk) {
      return chunk.writeContext(row(ordinal), epoch, updates, context, at);
    }
  }
}
