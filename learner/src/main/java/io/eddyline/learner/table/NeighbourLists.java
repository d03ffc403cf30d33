package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * For each item row of one partition, the items that users visited before it and how often.
 *
 * <pre>
 *   at an event of item i after items j_0, j_1, ...:   C_i *= decay,  then  C_i[j_k] += weight * 0.95^k
 *
 *   numbers[row / 1024] ──▶ | n n n ... -1 -1 |   `length` slots a row, -1 is empty
 *   counts [row / 1024] ──▶ | c c c ...  0  0 |
 * </pre>
 *
 * <p>A neighbour that is not in the list takes the slot with the smallest count, the first of
 * equals, so that empty slots go first. The counts are those of streaming item-based neighbourhoods
 * with a decay at each step back (the protocol's item-kNN), bounded to the strongest of a row in
 * the manner of a frequency sketch; the decay lets weak ones be replaced.
 *
 * <p>Neighbours may be items of any partition, so they have numbers of their own here, given back
 * when no list names them any more.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class NeighbourLists {
  /** A list has at most this many slots, one bit of a mask each. */
  public static final int MOST_SLOTS = 64;

  private static final double STEP_DECAY = 0.95;
  private static final float[] STEP_WEIGHTS = stepWeights();
  private static final int EMPTY = -1;
  private static final int CHUNK_ROWS = FloatSlab.CHUNK_ROWS;
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  private final int length;
  private final float decay;
  private final RowIds ids = new RowIds();
  private int[] references = new int[0];
  private int[][] numbers = {};
  private float[][] counts = {};
  private long[] changedSlots = new long[0];

  /**
   * @param length slots of a list, up to {@value #MOST_SLOTS}; 0: no lists
   * @param decay what counts keep of themselves at each event of their item
   */
  public NeighbourLists(int length, double decay) {
    if (length < 0 || length > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "neighbour list of %d slots: expected 0 to %d".formatted(length, MOST_SLOTS));
    }
    this.length = length;
    this.decay = (float) decay;
  }

  private static float[] stepWeights() {
    float[] weights = new float[256];
    for (int steps = 0; steps < weights.length; steps++) {
      weights[steps] = (float) Math.pow(STEP_DECAY, steps);
    }
    return weights;
  }

  /** Slots of a list. */
  public int length() {
    return length;
  }

  void ensure(int rows) {
    int needed = length == 0 ? 0 : (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
    for (int chunk = numbers.length; chunk < needed; chunk++) {
      numbers = Arrays.copyOf(numbers, chunk + 1);
      numbers[chunk] = new int[CHUNK_ROWS * length];
      Arrays.fill(numbers[chunk], EMPTY);
      counts = Arrays.copyOf(counts, chunk + 1);
      counts[chunk] = new float[CHUNK_ROWS * length];
      changedSlots = Arrays.copyOf(changedSlots, (chunk + 1) * CHUNK_ROWS);
    }
  }

  /** An event of the row's item begins: what was counted before it counts less. */
  public void fade(int row) {
    float[] values = counts[row / CHUNK_ROWS];
    int from = offset(row);
    for (int at = from; at < from + length; at++) {
      values[at] *= decay;
    }
  }

  /**
   * Counts one of the items that the user visited before the row's.
   *
   * @param steps items in between
   */
  public void count(int row, String previous, int steps, float weight) {
    count(row, previous, EMPTY, steps, weight);
  }

  /**
   * As the other, of an id that may have been counted before.
   *
   * @param guess number that it had when it was counted last, which it mostly still has; -1: none
   * @return its number
   */
  public int count(int row, String previous, int guess, int steps, float weight) {
    int number = ids.names(guess, previous) ? guess : numberOf(previous);
    int slot = find(row, number);
    float gain = weight * STEP_WEIGHTS[Math.min(steps, STEP_WEIGHTS.length - 1)];
    if (slot == EMPTY) {
      slot = VectorKernels.argMin(counts[row / CHUNK_ROWS], offset(row), length);
      set(row, slot, number);
      counts[row / CHUNK_ROWS][offset(row) + slot] = gain;
    } else {
      counts[row / CHUNK_ROWS][offset(row) + slot] += gain;
    }
    return number;
  }

  /** The number of an id; one that has none gets one, and loses it with the last list's entry. */
  public int numberOf(String id) {
    int number = ids.find(id);
    if (number == RowIds.MISSING) {
      number = ids.add(id);
      if (ids.capacity() > references.length) {
        references = Arrays.copyOf(references, ids.capacity());
      }
    }
    return number;
  }

  private int find(int row, int number) {
    int[] own = numbers[row / CHUNK_ROWS];
    int from = offset(row);
    int at = 0;
    for (; at + SPECIES.length() <= length; at += SPECIES.length()) {
      int lane = IntVector.fromArray(SPECIES, own, from + at).eq(number).firstTrue();
      if (lane < SPECIES.length()) {
        return at + lane;
      }
    }
    for (; at < length; at++) {
      if (own[from + at] == number) {
        return at;
      }
    }
    return EMPTY;
  }

  private void set(int row, int slot, int number) {
    int[] own = numbers[row / CHUNK_ROWS];
    int at = offset(row) + slot;
    int before = own[at];
    own[at] = number;
    changedSlots[row] |= 1L << slot;
    if (number != EMPTY) {
      references[number]++;
    }
    if (before != EMPTY && --references[before] == 0) {
      ids.remove(before);
    }
  }

  /** Empties the row's list. */
  void clear(int row) {
    for (int slot = 0; slot < length; slot++) {
      set(row, slot, EMPTY);
      counts[row / CHUNK_ROWS][offset(row) + slot] = 0;
    }
  }

  /** Slots filled, from 0 on without a gap. */
  public int size(int row) {
    int size = 0;
    while (size < length && numbers[row / CHUNK_ROWS][offset(row) + size] != EMPTY) {
      size++;
    }
    return size;
  }

  /** The number of the neighbour in a slot, -1 if it is empty. */
  int number(int row, int slot) {
    return numbers[row / CHUNK_ROWS][offset(row) + slot];
  }

  /** Above the highest number that an id has. */
  public int numbers() {
    return ids.size();
  }

  /** The id that has a number. */
  public String idOf(int number) {
    return ids.id(number);
  }

  /** The neighbour in a slot below {@link #size}. */
  public String id(int row, int slot) {
    return ids.id(numbers[row / CHUNK_ROWS][offset(row) + slot]);
  }

  /** The count of the neighbour in a slot. */
  public float count(int row, int slot) {
    return counts[row / CHUNK_ROWS][offset(row) + slot];
  }

  /** The array that holds the row's counts, from {@link #offset} on, {@link #length} of them. */
  float[] chunk(int row) {
    return counts[row / CHUNK_ROWS];
  }

  /** Where the row's counts start in their {@link #chunk}. */
  int offset(int row) {
    return (row & CHUNK_ROWS - 1) * length;
  }

  /** A bit for each slot that names another neighbour than when this was asked last. */
  long takeChangedSlots(int row) {
    long changed = changedSlots[row];
    changedSlots[row] = 0;
    return changed;
  }

  /** Says of all slots that they have changed. */
  void allSlotsChanged(int row) {
    if (length > 0) {
      changedSlots[row] = -1L >>> (MOST_SLOTS - length);
    }
  }

  /** Ids that lists name, for measuring. */
  int idCount() {
    return ids.count();
  }

  /** Fills the neighbours of an image. */
  void read(int row, ItemImage image) {
    int size = size(row);
    for (int slot = 0; slot < size; slot++) {
      image.neighbours[slot] = number(row, slot);
      image.neighbourCounts[slot] = count(row, slot);
    }
    image.neighbourCount = size;
  }

  /** Writes the numbers of all ids, and the lists of rows [0, rows). */
  void write(int rows, ColumnWriter out) {
    ids.write(out);
    out.putInts(references, 0, ids.size());
    for (int row = 0; row < rows && length > 0; row += CHUNK_ROWS) {
      int slots = Math.min(CHUNK_ROWS, rows - row) * length;
      out.putInts(numbers[row / CHUNK_ROWS], 0, slots);
      out.putFloats(counts[row / CHUNK_ROWS], 0, slots);
    }
  }

  /** Takes what {@link #write} wrote of empty lists of the same length, for which there is room. */
  void read(int rows, ColumnReader in) {
    ids.read(in);
    references = new int[ids.capacity()];
    in.getInts(references, 0, ids.size());
    for (int row = 0; row < rows && length > 0; row += CHUNK_ROWS) {
      int slots = Math.min(CHUNK_ROWS, rows - row) * length;
      in.getInts(numbers[row / CHUNK_ROWS], 0, slots);
      in.getFloats(counts[row / CHUNK_ROWS], 0, slots);
    }
    for (int row = 0; row < rows; row++) {
      allSlotsChanged(row);
    }
  }

  /** Sets the row's list to that of an image, as far as there are slots for it. */
  void restore(int row, ItemImage image) {
    for (int slot = 0; slot < length; slot++) {
      boolean isFilled = slot < image.neighbourCount;
      set(row, slot, isFilled ? image.neighbours[slot] : EMPTY);
      counts[row / CHUNK_ROWS][offset(row) + slot] = isFilled ? image.neighbourCounts[slot] : 0;
    }
  }
}
