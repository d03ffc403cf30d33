package io.eddyline.learner.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The users of one partition. Items are named by their ordinals in the process's {@link
 * ItemReplica}.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class UserTable {
  private final int historyLength;
  private final int seenLimit;
  private final RowIds ids = new RowIds();
  private final FloatSlab vectors;
  private final FloatSlab momenta;
  private final Histories histories;
  private final List<SeenSet> seen = new ArrayList<>();
  private final DirtyRows dirty = new DirtyRows();
  private final RatingSums ratings = new RatingSums();
  private float[] accumulators = new float[0];
  private long[] trainedEvents = new long[0];
  private long[] updates = new long[0];

  /**
   * @param dimension floats of a vector
   * @param historyLength items of a history
   * @param seenLimit items of a seen set, a multiple of {@link SeenSet#BLOCK_ITEMS}
   */
  public UserTable(int dimension, int historyLength, int seenLimit) {
    this.historyLength = historyLength;
    this.seenLimit = seenLimit;
    this.vectors = new FloatSlab(dimension);
    this.momenta = new FloatSlab(dimension);
    this.histories = new Histories(historyLength);
  }

  /** Rows, numbered from 0. */
  public int size() {
    return ids.size();
  }

  /** The user's row, or -1. */
  public int find(String id) {
    return ids.find(id);
  }

  /** The user's row; a new user's vectors are zero. */
  public int findOrAdd(String id) {
    int row = ids.find(id);
    return row == RowIds.MISSING ? add(id) : row;
  }

  private int add(String id) {
    int row = ids.add(id);
    ratings.clear(row);
    vectors.ensure(row + 1);
    momenta.ensure(row + 1);
    histories.ensure(row + 1);
    seen.add(new SeenSet(seenLimit));
    if (row == accumulators.length) {
      int capacity = Math.max(64, 2 * row);
      accumulators = Arrays.copyOf(accumulators, capacity);
      trainedEvents = Arrays.copyOf(trainedEvents, capacity);
      updates = Arrays.copyOf(updates, capacity);
    }
    return row;
  }

  public String id(int row) {
    return ids.id(row);
  }

  /** {@code e_u}. */
  public FloatSlab vectors() {
    return vectors;
  }

  /** {@code m_u}. */
  public FloatSlab momenta() {
    return momenta;
  }

  /** Adagrad's sum of mean squared gradients. */
  public float accumulator(int row) {
    return accumulators[row];
  }

  public void setAccumulator(int row, float accumulator) {
    accumulators[row] = accumulator;
  }

  /** The seen set, for reading and adding; say {@link #changed} after adding. */
  public SeenSet seen(int row) {
    return seen.get(row);
  }

  /** The user's ratings, for reading and adding; say {@link #changed} after adding. */
  public RatingSums ratings() {
    return ratings;
  }

  /** Items in the history. */
  public int historySize(int row) {
    return histories.size(row);
  }

  /** Item of the history, age 0 is the newest. */
  public int historyItem(int row, int age) {
    return histories.item(row, age);
  }

  public float historyWeight(int row, int age) {
    return histories.weight(row, age);
  }

  public long historyTimeMs(int row, int age) {
    return histories.timeMs(row, age);
  }

  /** Makes an item the newest of the history; restoring calls it oldest first. */
  public void remember(int row, int item, float weight, long timeMs) {
    histories.push(row, item, weight, timeMs);
  }

  /**
   * Copies the history, newest first.
   *
   * @param except item to leave out
   * @param target room for the history length
   * @return items copied
   */
  public int copyHistory(int row, int except, int[] target) {
    int count = 0;
    int size = histories.size(row);
    for (int age = 0; age < size; age++) {
      int item = histories.item(row, age);
      if (item != except) {
        target[count++] = item;
      }
    }
    return count;
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
    return updates[row];
  }

  /** Counts a change and puts the row on the dirty list. */
  public void changed(int row) {
    updates[row]++;
    dirty.mark(row);
  }

  /** Sets what {@link #vectors}, {@link #remember} and {@link #seen} do not restore. */
  public void restore(int row, float accumulator, long trained, long updateCount) {
    accumulators[row] = accumulator;
    trainedEvents[row] = trained;
    updates[row] = updateCount;
  }

  /** Rows changed since the last commit. */
  public int dirtyCount() {
    return dirty.count();
  }

  public int dirtyRow(int k) {
    return dirty.row(k);
  }

  public void clearDirty() {
    dirty.clear();
  }
}
