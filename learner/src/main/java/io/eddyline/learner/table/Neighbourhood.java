package io.eddyline.learner.table;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The {@link NeighbourLists} of all items in ordinals of the {@link ItemReplica}, to be read both
 * ways: what an item's list names, and whose lists name it.
 *
 * <pre>
 *   neighbours[item / 1024] ──▶ | j j j ... -1 |      counts[item / 1024] ──▶ | c c c ... 0 |
 *   inverse[j] ──▶ | size | item * 64 + slot | item * 64 + slot | ...
 * </pre>
 *
 * <p>Threading: thread-safe. Writers exclude each other by the monitor; readers take no lock and
 * may see a list in the midst of a change, a neighbour too many or too few.
 */
public final class Neighbourhood {
  private static final int SLOTS = NeighbourLists.MOST_SLOTS;
  private static final int EMPTY = -1;
  private static final int FIRST_INVERSE = 4;
  private static final int[] NOBODY = {0};
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  private final int length;
  private volatile int[][] neighbours = {};
  private volatile float[][] counts = {};
  private volatile int[][] inverse = {};

  /**
   * @param length slots of a list; 0: no lists
   */
  Neighbourhood(int length) {
    this.length = length;
  }

  /** Slots of a list. */
  public int length() {
    return length;
  }

  /** Makes room for chunks of {@link ReplicaChunk#ROWS} items. */
  synchronized void ensure(int chunks) {
    if (length == 0 || chunks == neighbours.length) {
      return;
    }
    if ((long) chunks * ReplicaChunk.ROWS * SLOTS > Integer.MAX_VALUE) {
      throw new IllegalStateException(
          "%d items: more than neighbour lists can hold, set learning.neighbours.length to 0"
              .formatted((long) chunks * ReplicaChunk.ROWS));
    }
    int known = neighbours.length;
    int[][] grownNeighbours = Arrays.copyOf(neighbours, chunks);
    float[][] grownCounts = Arrays.copyOf(counts, chunks);
    int[][] grownInverse = Arrays.copyOf(inverse, chunks * ReplicaChunk.ROWS);
    for (int chunk = known; chunk < chunks; chunk++) {
      grownNeighbours[chunk] = new int[ReplicaChunk.ROWS * length];
      Arrays.fill(grownNeighbours[chunk], EMPTY);
      grownCounts[chunk] = new float[ReplicaChunk.ROWS * length];
    }
    Arrays.fill(grownInverse, known * ReplicaChunk.ROWS, grownInverse.length, NOBODY);
    inverse = grownInverse;
    counts = grownCounts;
    neighbours = grownNeighbours;
  }

  /**
   * Takes over changed slots of an item, and all its counts.
   *
   * @param changedSlots a bit a slot
   * @param changed the neighbours of those slots, by slot; -1: none
   * @param source one count a slot, from {@code at} on
   */
  synchronized void set(int item, long changedSlots, int[] changed, float[] source, int at) {
    for (long left = changedSlots; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left);
      set(item, slot, changed[slot]);
    }
    setCounts(item, source, at);
  }

  /**
   * Takes over a whole list.
   *
   * @param list neighbours by slot, {@code count} of them; the further slots become empty, those
   *     past the length are passed over
   * @param source one count a slot
   */
  synchronized void set(int item, int[] list, int count, float[] source) {
    for (int slot = 0; slot < length; slot++) {
      set(item, slot, slot < count ? list[slot] : EMPTY);
    }
    setCounts(item, source, 0);
  }

  /** Names another neighbour in a slot of an item; -1: none. */
  synchronized void set(int item, int slot, int neighbour) {
    int[] own = neighbours[item / ReplicaChunk.ROWS];
    int at = offset(item) + slot;
    int before = own[at];
    if (before == neighbour) {
      return;
    }
    own[at] = neighbour;
    if (before != EMPTY) {
      removeInverse(before, item * SLOTS + slot);
    }
    if (neighbour != EMPTY) {
      addInverse(neighbour, item * SLOTS + slot);
    }
  }

  /** Takes over the counts of an item, one a slot. */
  synchronized void setCounts(int item, float[] source, int at) {
    System.arraycopy(source, at, counts[item / ReplicaChunk.ROWS], offset(item), length);
  }

  /** The ordinal is given to another item: its list is emptied, and no list names it any more. */
  synchronized void forget(int item) {
    for (int slot = 0; slot < length; slot++) {
      set(item, slot, EMPTY);
      counts[item / ReplicaChunk.ROWS][offset(item) + slot] = 0;
    }
    for (int size = length == 0 ? 0 : inverse[item][0]; size > 0; size--) {
      int entry = inverse[item][size];
      set(entry / SLOTS, entry % SLOTS, EMPTY);
    }
  }

  private void addInverse(int neighbour, int entry) {
    int[] list = inverse[neighbour];
    int size = list[0] + 1;
    if (size == list.length) {
      list = Arrays.copyOf(list, Math.max(FIRST_INVERSE, size + size / 2));
    }
    list[size] = entry;
    list[0] = size;
    inverse[neighbour] = list;
  }

  private void removeInverse(int neighbour, int entry) {
    int[] list = inverse[neighbour];
    int size = list[0];
    list[find(list, size, entry)] = list[size];
    list[0] = size - 1;
  }

  /* Entries stand at [1, size]; the one asked for is among them. */
  private static int find(int[] list, int size, int entry) {
    int at = 1;
    for (; at + SPECIES.length() <= size + 1; at += SPECIES.length()) {
      int lane = IntVector.fromArray(SPECIES, list, at).eq(entry).firstTrue();
      if (lane < SPECIES.length()) {
        return at + lane;
      }
    }
    while (list[at] != entry) {
      at++;
    }
    return at;
  }

  /** Upper bound of the entries that {@link #read} gives of an item. */
  public int most(int item) {
    return length == 0 ? 0 : length + inverse[item][0];
  }

  /**
   * Reads the neighbours of an item, first those that its list names, then those whose lists name
   * it; one may be there twice.
   *
   * @param others receives their ordinals, as many as it has room for
   * @param otherCounts receives their counts
   * @return how many
   */
  public int read(int item, int[] others, float[] otherCounts) {
    int[][] lists = neighbours;
    float[][] values = counts;
    int[] own = lists[item / ReplicaChunk.ROWS];
    float[] ownCounts = values[item / ReplicaChunk.ROWS];
    int from = offset(item);
    int size = 0;
    for (int at = from; at < from + length && size < others.length; at++) {
      if (own[at] != EMPTY) {
        others[size] = own[at];
        otherCounts[size++] = ownCounts[at];
      }
    }
    int[] naming = inverse[item];
    int most = Math.min(naming[0], naming.length - 1);
    for (int at = 1; at <= most && size < others.length; at++) {
      int other = naming[at] / SLOTS;
      others[size] = other;
      otherCounts[size++] = values[other / ReplicaChunk.ROWS][offset(other) + naming[at] % SLOTS];
    }
    return size;
  }

  private int offset(int item) {
    return (item & ReplicaChunk.ROWS - 1) * length;
  }
}
