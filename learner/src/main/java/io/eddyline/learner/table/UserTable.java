package io.eddyline.learner.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The users of one partition. Items are named by their ordinals in the process's {@link
 * ItemReplica}.
 *
 * <p>Where rows expire, one is expired when its user had no event while the partition learnt more
 * events than it may stay unused. The row goes to a later user; who remembers a row remembers with
 * it when, see {@link #heldSince}.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class UserTable {
  final RowIds ids = new RowIds();
  final Histories histories;
  final List<SeenSet> seen = new ArrayList<>();
  final RowVersions versions = new RowVersions();
  final RatingSums ratings = new RatingSums();
  final @Nullable UseOrder uses;
  long[] trainedEvents = new long[0];
  long[] firstUses = new long[0];
  final int seenLimit;
  private final int historyLength;
  private final LearntSlab vectors;
  private final FloatSlab momenta;
  private final List<RemovedUser> removed = new ArrayList<>();
  private @Nullable UserRowListener listener;

  /** A table whose rows stay for ever. */
  public UserTable(int dimension, int historyLength, int seenLimit) {
    this(dimension, historyLength, seenLimit, 0);
  }

  /**
   * @param dimension floats of a vector
   * @param historyLength items of a history
   * @param seenLimit items of a seen set, a multiple of {@link SeenSet#BLOCK_ITEMS}
   * @param expireAfter events of the partition after which an unused row is expired; 0: never
   */
  public UserTable(int dimension, int historyLength, int seenLimit, long expireAfter) {
    this.historyLength = historyLength;
    this.seenLimit = seenLimit;
    this.vectors = new LearntSlab(dimension);
    this.momenta = new FloatSlab(dimension);
    this.histories = new Histories(historyLength);
    this.uses = expireAfter > 0 ? new UseOrder(expireAfter) : null;
  }

  /** Rows ever used, numbered from 0; {@link #holds} tells which have a user. */
  public int size() {
    return ids.size();
  }

  /** Users. */
  public int count() {
    return ids.count();
  }

  /** Whether the row has a user. */
  public boolean holds(int row) {
    return ids.holds(row);
  }

  /** Whether rows can expire. */
  public boolean expires() {
    return uses != null;
  }

  /** The user's row, or -1. */
  public int find(String id) {
    return ids.find(id);
  }

  /** The user's row; a new user's vectors are zero. */
  public int findOrAdd(String id) {
    int known = ids.find(id);
    if (known != RowIds.MISSING) {
      return known;
    }
    int row = ids.add(id);
    ratings.clear(row);
    ensure(row + 1);
    versions.start(row);
    return row;
  }

  /** Makes room for rows [0, rows), whose ids are there. */
  void ensure(int rows) {
    int capacity = ids.capacity();
    vectors.ensure(rows, capacity);
    momenta.ensure(rows);
    histories.ensure(rows);
    while (seen.size() < rows) {
      seen.add(new SeenSet(seenLimit));
    }
    versions.ensure(capacity);
    if (capacity > trainedEvents.length) {
      trainedEvents = Arrays.copyOf(trainedEvents, capacity);
      if (uses != null) {
        uses.ensure(capacity);
        firstUses = Arrays.copyOf(firstUses, capacity);
      }
    }
  }

  /** The user has an event, the partition's {@code clock}-th. */
  public void use(int row, long clock) {
    if (uses == null) {
      return;
    }
    if (firstUses[row] == 0) {
      firstUses[row] = clock;
      uses.add(row, clock);
    } else {
      uses.touch(row, clock);
    }
  }

  /** A row that was not used for longer than it may; -1 if there is none. */
  public int expired(long clock) {
    return uses == null ? RowIds.MISSING : uses.expired(clock);
  }

  /** Whether the row still has the user that it had when the clock stood there. */
  public boolean heldSince(int row, long clock) {
    return ids.holds(row) && (uses == null || firstUses[row] <= clock);
  }

  /** Removes a user who had an event; the row is the next one given. */
  public void remove(int row) {
    if (listener != null) {
      listener.removed(row, versions.removal(row));
    }
    SeenSet items = seen.get(row);
    removed.add(new RemovedUser(ids.id(row), items.loggedFirstBlock(), items.loggedEndBlock()));
    versions.end(row);
    if (uses != null) {
      uses.remove(row);
      firstUses[row] = 0;
    }
    ids.remove(row);
    vectors.clear(row);
    momenta.clear(row);
    histories.clear(row);
    seen.set(row, new SeenSet(seenLimit));
    trainedEvents[row] = 0;
  }

  /** Drops items from the user's history and seen set; returns how many were looked at. */
  public int drop(int row, IntPredicate isGone) {
    SeenSet items = seen.get(row);
    int visited = items.size() + histories.size(row);
    if (items.removeIf(isGone) + histories.removeIf(row, isGone) > 0) {
      changed(row);
    }
    return visited;
  }

  public String id(int row) {
    return ids.id(row);
  }

  /** {@code e_u}. */
  public LearntSlab vectors() {
    return vectors;
  }

  /** {@code m_u}. */
  public FloatSlab momenta() {
    return momenta;
  }

  /** The seen set, for reading and adding; say {@link #changed} after adding. */
  public SeenSet seen(int row) {
    return seen.get(row);
  }

  /** The user's ratings, for reading and adding; say {@link #changed} after adding. */
  public RatingSums ratings() {
    return ratings;
  }

  /** The latest items of each user, for reading. */
  public Histories histories() {
    return histories;
  }

  /** Makes an item the newest of the history; restoring calls it oldest first. */
  public void remember(int row, int item, float weight, long timeMs) {
    histories.push(row, item, weight, timeMs);
  }

  /** Drops what the history has of events before this time. */
  public void forget(int row, long beforeMs) {
    histories.forget(row, beforeMs);
  }

  public int historyLength() {
    return historyLength;
  }

  /** Distinct live events that the row was trained on. */
  public long trainedEvents(int row) {
    return trainedEvents[row];
  }

  public void countTrainedEvent(int row) {
    trainedEvents[row]++;
  }

  /** Changes of the row in its life, the count of its version. */
  public long updates(int row) {
    return versions.count(row);
  }

  /** Counts a change and puts the row on the dirty list. */
  public void changed(int row) {
    versions.changed(row);
    if (listener != null) {
      listener.changed(row);
    }
  }

  /** From now on every change is told. */
  public void listen(UserRowListener toChanges) {
    listener = toChanges;
  }

  /** Sets what {@link #vectors}, {@link #remember} and {@link #seen} do not restore. */
  public void restore(int row, float accumulator, long trained, long updateCount) {
    vectors.setAccumulator(row, accumulator);
    trainedEvents[row] = trained;
    versions.restore(row, updateCount);
  }

  /** Sets when the user had the first and the last event; 0: not known. */
  public void restoreUse(int row, long first, long last) {
    if (uses != null) {
      firstUses[row] = Math.max(1, first);
      uses.restore(row, last);
    }
  }

  /**
   * Ends restoring.
   *
   * @param clock events that the partition has learnt
   * @param savedFloor of {@link #countFloor}
   */
  public void restored(long clock, long savedFloor) {
    versions.restoreFloor(savedFloor);
    if (uses != null) {
      uses.link(IntStream.range(0, size()).filter(this::holds), Math.max(1, clock));
    }
    clearDirty();
  }

  /** When the user had the last event; 0 where rows do not expire. */
  public long lastUse(int row) {
    return uses == null ? 0 : uses.usedAt(row);
  }

  /** When the user had the first event; 0 where rows do not expire. */
  public long firstUse(int row) {
    return uses == null ? 0 : firstUses[row];
  }

  /** The highest count of a version that a removal had; that of a new row starts above it. */
  public long countFloor() {
    return versions.floor();
  }

  /** Users removed since the last commit; one who came back has a row again. */
  public List<RemovedUser> removed() {
    return removed;
  }

  /** Rows changed since the last commit; one may have lost its user since. */
  public int dirtyCount() {
    return versions.dirty().count();
  }

  public int dirtyRow(int k) {
    return versions.dirty().row(k);
  }

  public void clearDirty() {
    versions.dirty().clear();
    removed.clear();
  }
}
