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
  final RowIds ids = new RowIds();
  final ItemValues values;
  final RowVersions versions = new RowVersions();
  final @Nullable UseOrder uses;
  private final Set<String> removed = new LinkedHashSet<>();
  int[] ordinals = new int[0];
  int nextOrdinal;

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
    this.values = new ItemValues(first, decay, neighbours);
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
    versions.start(row);
    versions.dirty().mark(row);
    if (uses != null) {
      uses.add(row, clock());
    }
    values.start(row, id);
    return row;
  }

  private int place(String id) {
    int row = ids.add(id);
    ensure(row + 1);
    return row;
  }

  /** Makes room for rows [0, rows), whose ids are there. */
  void ensure(int rows) {
    int capacity = ids.capacity();
    values.ensure(rows, capacity);
    versions.ensure(capacity);
    if (capacity > ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, capacity);
      if (uses != null) {
        uses.ensure(capacity);
      }
    }
  }

  /** Whether unused rows are expired. */
  public boolean expires() {
    return uses != null;
  }

  /** A row that was not used for longer than it may; -1 if there is none. */
  public int expired() {
    return uses == null ? RowIds.MISSING : uses.expired(livePairs());
  }

  /** Removes an item; its row is the next one given. */
  public void remove(int row) {
    versions.end(row);
    removed.add(ids.id(row));
    if (uses != null) {
      uses.remove(row);
    }
    ids.remove(row);
    values.clear(row);
  }

  /** A live message is for the item. */
  public void use(int row) {
    if (uses != null) {
      uses.touch(row, clock());
    }
  }

  private long clock() {
    return Math.max(1, livePairs());
  }

  /** The item's number within the partition. */
  public int ordinal(int row) {
    return ordinals[row];
  }

  public String id(int row) {
    return ids.id(row);
  }

  /** {@code e_i}. */
  public LearntSlab vectors() {
    return values.vectors;
  }

  /** {@code m_i}. */
  public FloatSlab momenta() {
    return values.momenta;
  }

  /** {@code c_i}. */
  public LearntSlab contexts() {
    return values.contexts;
  }

  /** What users visited before each item. */
  public NeighbourLists neighbours() {
    return values.neighbours;
  }

  /** Popularity as of now. */
  public double popularity(int row) {
    return values.popularities.popularity(row);
  }

  /** Trend as of now. */
  public double trend(int row) {
    return values.popularities.trend(row);
  }

  /** Popularity and trend of each row, as of its last live pair. */
  Popularities popularities() {
    return values.popularities;
  }

  /** Live pairs of this partition, the clock of popularity and trend. */
  public long livePairs() {
    return values.popularities.livePairs();
  }

  /** The next ordinal to give; 0 if no item was ever removed, when the rows tell it. */
  public int savedNextOrdinal() {
    return versions.floor() > 0 ? nextOrdinal : 0;
  }

  /** The highest count of a version that a removal had; that of a new row starts above it. */
  public long countFloor() {
    return versions.floor();
  }

  /**
   * Ends restoring, after the last {@link #restore}.
   *
   * @param count of {@link #livePairs}
   * @param savedOrdinal of {@link #savedNextOrdinal}
   * @param savedFloor of {@link #countFloor}
   */
  public void restored(long count, int savedOrdinal, long savedFloor) {
    values.popularities.restoreLivePairs(count);
    nextOrdinal = Math.max(nextOrdinal, savedOrdinal);
    versions.restoreFloor(savedFloor);
    if (uses != null) {
      uses.link(IntStream.range(0, size()).filter(this::holds), clock());
    }
    clearDirty();
  }

  /** Advances the clock and makes the item more popular by one. */
  public void countLive(int row) {
    values.popularities.count(row);
  }

  /** Advances the clock for a live pair that makes nothing popular. */
  public void countUnpopular() {
    values.popularities.countUnpopular();
  }

  /** Pairs that trained the row. */
  public long trainedPairs(int row) {
    return values.trainedPairs(row);
  }

  public void countTrainedPair(int row) {
    values.countTrainedPair(row);
  }

  /** Changes of the row in its life, the count of its version. */
  public long updates(int row) {
    return versions.count(row);
  }

  /** The count of the version that the removal of the row's item has. */
  public long removalUpdates(int row) {
    return versions.removal(row);
  }

  /** Counts a change and puts the row on the dirty list. */
  public void changed(int row) {
    versions.changed(row);
  }

  /** Fills everything but {@link ItemImage#partition} and {@link ItemImage#epoch}. */
  public void read(int row, ItemImage image) {
    values.read(row, image);
    values.neighbours.read(row, image);
    image.ordinal = ordinals[row];
    image.updates = versions.count(row);
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
    versions.restore(row, image.updates);
    values.restore(row, image);
  }

  /** Rows changed since the last commit; one may have lost its item since. */
  public int dirtyCount() {
    return versions.dirty().count();
  }

  public int dirtyRow(int k) {
    return versions.dirty().row(k);
  }

  /** Ids removed since the last commit; one that came back has a row again. */
  public Set<String> removed() {
    return removed;
  }

  public void clearDirty() {
    versions.dirty().clear();
    removed.clear();
  }
}
