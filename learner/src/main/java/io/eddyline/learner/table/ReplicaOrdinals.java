package io.eddyline.learner.table;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which ordinal of an {@link ItemReplica} names which item.
 *
 * <pre>
 *             add               retire                      all readers are past it
 *   unknown ───────▶ in use ──────────────▶ retired ──────────────────────────────▶ another item's
 *                      ▲      the item comes back │
 *                      └──────────────────────────┘
 * </pre>
 *
 * <p>An item that its owner removed is retired. Where rows expire, an item that never had a row at
 * its owner is retired at the age at which a row would be.
 *
 * <p>Threading: thread-safe. The monitor orders the writers, and is taken before that of a chunk;
 * readers take no lock. A row and its chunk are written before the ordinal is handed out, so a
 * reader who has an ordinal sees at least the item's first values.
 */
final class ReplicaOrdinals {
  /* Queue entries of items that came back are passed over; no more than this at a time. */
  private static final int REUSE_ATTEMPTS = 8;

  private final FirstVector first;
  private final ToIntFunction<String> partitionOf;
  private final long expireAfter;
  private final ReplicaRows rows;
  private final ReplicaPopularity popularity;
  private final Neighbourhood neighbourhood;
  private final ConcurrentHashMap<String, Integer> ordinals = new ConcurrentHashMap<>();
  private final RetiredOrdinals retired = new RetiredOrdinals();
  private volatile long retirements;
  private volatile @Nullable String[] ids = new @Nullable String[ReplicaChunk.ROWS];
  private volatile int size;
  private int inspected;

  /**
   * @param first of the model
   * @param partitionOf the partition that owns an item id
   * @param expireAfter live pairs after which an owner's unused row is expired; 0: never
   * @param rows grown for new ordinals
   * @param popularity has the owners' clocks
   * @param neighbourhood forgets an item whose ordinal is given to another
   */
  ReplicaOrdinals(
      FirstVector first,
      ToIntFunction<String> partitionOf,
      long expireAfter,
      ReplicaRows rows,
      ReplicaPopularity popularity,
      Neighbourhood neighbourhood) {
    this.first = first;
    this.partitionOf = partitionOf;
    this.expireAfter = expireAfter;
    this.rows = rows;
    this.popularity = popularity;
    this.neighbourhood = neighbourhood;
  }

  /** Ordinals ever given, [0, size); some may be retired. */
  int size() {
    return size;
  }

  String id(int ordinal) {
    String id = ids[ordinal];
    if (id == null) {
      throw new IllegalArgumentException("item %d of %d has no id".formatted(ordinal, size));
    }
    return id;
  }

  int partitionOf(String id) {
    return partitionOf.applyAsInt(id);
  }

  /** The item's ordinal, or -1 if it is unknown or retired. */
  int find(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null || isRetired(ordinal) ? ReplicaChunk.UNKNOWN : ordinal;
  }

  /** The item's ordinal, retired or in use, or -1 if it is unknown. */
  int findAny(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null ? ReplicaChunk.UNKNOWN : ordinal;
  }

  /** The ordinal of a retired item, or -1 if it is unknown or in use. */
  int findRetired(String id) {
    Integer ordinal = ordinals.get(id);
    return ordinal == null || !isRetired(ordinal) ? ReplicaChunk.UNKNOWN : ordinal;
  }

  /** The item's ordinal; an unknown item gets one, and its first vector. */
  int findOrAdd(String id) {
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
      ReplicaChunk chunk = rows.chunk(ordinal);
      synchronized (chunk) {
        chunk.forgetVersion(ReplicaRows.row(ordinal));
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
    ReplicaChunk chunk = rows.chunk(ordinal);
    synchronized (chunk) {
      chunk.reset(ReplicaRows.row(ordinal), id, partition, popularity.clock(partition), first);
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
      if (retirement(ordinal) == number) {
        return ordinal;
      }
    }
    return RetiredOrdinals.NONE;
  }

  private void grow(int ordinal) {
    int chunkCount = rows.chunkCount();
    if (ordinal == ReplicaChunk.ROWS * chunkCount) {
      neighbourhood.ensure(chunkCount + 1);
      rows.grow();
    }
    if (ordinal == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ordinal);
    }
  }

  boolean isRetired(int ordinal) {
    return retirement(ordinal) != 0;
  }

  private long retirement(int ordinal) {
    return rows.chunk(ordinal).retirements[ReplicaRows.row(ordinal)];
  }

  /**
   * The owner has no row of the item any more.
   *
   * @param logged whether the log says so: then the next version of it that comes is the newest
   */
  synchronized void retire(String id, boolean logged) {
    Integer ordinal = ordinals.get(id);
    if (ordinal == null) {
      return;
    }
    ReplicaChunk chunk = rows.chunk(ordinal);
    synchronized (chunk) {
      retire(chunk, ordinal);
      if (logged) {
        chunk.forgetVersion(ReplicaRows.row(ordinal));
      }
    }
  }

  private void retire(ReplicaChunk chunk, int ordinal) {
    if (!isRetired(ordinal)) {
      chunk.retire(ReplicaRows.row(ordinal), retired.add(ordinal));
      retirements = retired.last();
    }
  }

  /**
   * Looks at the next few ordinals, in turn, and retires the items that have had no row for as long
   * as an unused row may stay.
   */
  synchronized void retireRowless(int count) {
    for (int k = 0; k < Math.min(count, size); k++) {
      inspected = inspected + 1 < size ? inspected + 1 : 0;
      ReplicaChunk chunk = rows.chunk(inspected);
      int row = ReplicaRows.row(inspected);
      synchronized (chunk) {
        boolean isRowless = chunk.ownerOrdinal(row) == ReplicaChunk.UNKNOWN;
        if (isRowless && popularity.age(chunk, row) > expireAfter) {
          retire(chunk, inspected);
        }
      }
    }
  }

  /** Whether items are ever retired. */
  boolean expires() {
    return expireAfter > 0;
  }

  /** Number of the last retirement. */
  long retirements() {
    return retirements;
  }

  /** Registers one who will remember ordinals. */
  synchronized ReplicaReader addReader() {
    ReplicaReader reader = new ReplicaReader(this, retirements);
    retired.add(reader);
    return reader;
  }

  synchronized void remove(ReplicaReader reader) {
    retired.remove(reader);
  }
}
