package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A version's vectors and neighbour lists, for what the graph does not tell: why an item scores as
 * it does, and how much two items are alike.
 *
 * <p>The files are the graph's own external data, mapped once more; they take no memory beyond the
 * pages that are read.
 *
 * <p>Threading: immutable; usable until the model closes.
 */
public final class EmbeddingTables {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int dimension;
  private final int neighbourCount;
  private final MemorySegment items;
  private final MemorySegment history;
  private final MemorySegment users;
  private final MemorySegment neighbours;
  private final MemorySegment affinities;
  private final @Nullable MemorySegment counts;

  EmbeddingTables(StoredSnapshot snapshot, Arena arena) throws IOException {
    this.dimension = snapshot.manifest().dimension();
    this.neighbourCount = snapshot.manifest().neighbourCount();
    this.items = snapshot.segment(SnapshotFiles.ITEMS, arena);
    this.history = snapshot.segment(SnapshotFiles.HISTORY, arena);
    this.users = snapshot.segment(SnapshotFiles.USERS, arena);
    this.neighbours = snapshot.segment(SnapshotFiles.NEIGHBOURS, arena);
    this.affinities = snapshot.segment(SnapshotFiles.AFFINITIES, arena);
    this.counts =
        snapshot.manifest().files().containsKey(SnapshotFiles.COUNTS)
            ? snapshot.segment(SnapshotFiles.COUNTS, arena)
            : null;
  }

  /** Whether the version says how often an item's neighbours were visited before it. */
  public boolean hasCounts() {
    return counts != null;
  }

  /** Floats a vector. */
  public int dimension() {
    return dimension;
  }

  /** A copy of an item's vector as a candidate, of unit length. */
  public float[] item(int row) {
    return copy(items, row);
  }

  /** A copy of an item's vector as a part of a history. */
  public float[] history(int itemRow) {
    return copy(history, itemRow);
  }

  /** A copy of a user's vector; zeros for {@link UserRows#UNKNOWN}. */
  public float[] user(int userRow) {
    return copy(users, userRow);
  }

  /** The affinity of an item among another one's neighbours, 0 if it is not one of them. */
  public float affinity(int ofRow, int itemRow) {
    long first = (long) ofRow * neighbourCount;
    float affinity = 0;
    for (long at = first; at < first + neighbourCount; at++) {
      if (neighbours.getAtIndex(INT, at) == itemRow) {
        affinity += affinities.getAtIndex(FLOAT, at);
      }
    }
    return affinity;
  }

  /** Decayed visits of an item before another one, by that one's own list; 0 if not known. */
  public float count(int ofRow, int itemRow) {
    long first = (long) ofRow * neighbourCount;
    float count = 0;
    for (long at = first; at < first + neighbourCount && counts != null; at++) {
      if (neighbours.getAtIndex(INT, at) == itemRow && affinities.getAtIndex(FLOAT, at) > 0) {
        count += count(at);
      }
    }
    return count;
  }

  private float count(long at) {
    return counts == null ? 0 : Float.float16ToFloat(counts.getAtIndex(SHORT, at));
  }

  /** Takes a neighbour of an item. */
  public interface NeighbourReader {
    /**
     * Takes one.
     *
     * @param count decayed visits before the item, by its own list; 0 if not known
     */
    void read(int row, float affinity, float count);
  }

  /** Visits an item's neighbours; one that is there several times has the affinities' sum. */
  public void forEachNeighbour(int ofRow, NeighbourReader reader) {
    long first = (long) ofRow * neighbourCount;
    for (long at = first; at < first + neighbourCount; at++) {
      float affinity = affinities.getAtIndex(FLOAT, at);
      if (affinity > 0) {
        reader.read(neighbours.getAtIndex(INT, at), affinity, count(at));
      }
    }
  }

  private float[] copy(MemorySegment table, int row) {
    float[] vector = new float[dimension];
    MemorySegment.copy(table, FLOAT, (long) row * dimension * Float.BYTES, vector, 0, dimension);
    return vector;
  }
}
