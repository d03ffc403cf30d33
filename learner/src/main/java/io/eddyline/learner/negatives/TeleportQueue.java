package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.VectorKernels;
import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;

/**
 * Lists of hard negatives by item, in three compartments (Sun et al. 2022, "Reduce Catastrophic
 * Forgetting of Dense Retrieval Training with Teleportation Negatives"): <em>current</em>, the
 * nearest keys of the last episode; <em>past</em>, what was current in earlier episodes and no
 * longer is; <em>lookahead</em>, the keys nearest to the positive. A key is named by its serial in
 * the {@link UserKeyQueue}.
 *
 * <pre>
 *   serials | list 0: current, listLength | past, listLength | lookahead, listLength | list 1 | ...
 *   counts  | list 0: current | past | lookahead | list 1 | ...
 *   ages    | list 0: episodes since each past key was current | list 1 | ...
 * </pre>
 *
 * <p>Deviates from the paper: one past list whose keys carry an age, instead of a list an episode.
 * Memory is bounded: the list that was begun first makes room for a new item's.
 *
 * <p>Threading: one thread, the partition's.
 */
final class TeleportQueue {
  static final int CURRENT = 0;
  static final int PAST = 1;
  static final int LOOKAHEAD = 2;
  static final int COMPARTMENTS = 3;

  private static final int MISSING = -1;
  private static final int FIRST_LISTS = 256;
  private static final int OLDEST = Byte.MAX_VALUE;

  private final int limit;
  private final int listLength;
  private final Int2IntHashMap lists;
  private final int[] keptSerials;
  private final byte[] keptAges;
  private int[] ordinals = new int[0];
  private int[] serials = new int[0];
  private short[] counts = new short[0];
  private byte[] ages = new byte[0];
  private long begun;

  /**
   * @param limit most items that have lists
   * @param listLength most keys of a compartment
   */
  TeleportQueue(int limit, int listLength) {
    Math.multiplyExact(limit, COMPARTMENTS * listLength);
    this.limit = limit;
    this.listLength = listLength;
    this.lists = new Int2IntHashMap(2 * Math.min(limit, FIRST_LISTS), 0.5f, MISSING);
    this.keptSerials = new int[listLength];
    this.keptAges = new byte[listLength];
  }

  /** Items that have lists. */
  int size() {
    return lists.size();
  }

  /** The list of an item's ordinal, or -1. */
  int find(int ordinal) {
    return lists.get(ordinal);
  }

  int count(int list, int compartment) {
    return counts[list * COMPARTMENTS + compartment];
  }

  /** The {@code k}-th key of a compartment, nearest first. */
  int serial(int list, int compartment, int k) {
    return serials[offset(list, compartment) + k];
  }

  /** Episodes since the key was current: 0 but in the past compartment, where it is at least 1. */
  int age(int list, int compartment, int k) {
    return compartment == PAST ? ages[list * listLength + k] : 0;
  }

  /**
   * Takes over what an episode found: the current keys become past ones, behind them the past ones
   * grow older, and whatever is current again leaves the past.
   *
   * @param ordinal of the item
   * @param episode holds the new lists of the item at {@code k}
   */
  void install(int ordinal, MiningEpisode episode, int k) {
    int found = lists.get(ordinal);
    int list = found == MISSING ? begin(ordinal) : found;
    int from = k * listLength;
    int currentCount = episode.currentCounts[k];
    int kept = age(list, episode.current, from, currentCount);
    System.arraycopy(keptSerials, 0, serials, offset(list, PAST), kept);
    System.arraycopy(keptAges, 0, ages, list * listLength, kept);
    setCount(list, PAST, kept);
    System.arraycopy(episode.current, from, serials, offset(list, CURRENT), currentCount);
    setCount(list, CURRENT, currentCount);
    int lookaheadCount = episode.lookaheadCounts[k];
    System.arraycopy(episode.lookahead, from, serials, offset(list, LOOKAHEAD), lookaheadCount);
    setCount(list, LOOKAHEAD, lookaheadCount);
  }

  /** Drops the lists of an item. */
  void forget(int ordinal) {
    int list = lists.remove(ordinal);
    if (list != MISSING) {
      ordinals[list] = MISSING;
    }
  }

  private int age(int list, int[] current, int from, int currentCount) {
    int kept = 0;
    for (int compartment = CURRENT; compartment <= PAST; compartment++) {
      int length = count(list, compartment);
      for (int k = 0; k < length && kept < listLength; k++) {
        int serial = serial(list, compartment, k);
        int age = age(list, compartment, k) + 1;
        if (age < OLDEST && !VectorKernels.contains(current, from, currentCount, serial)) {
          keptSerials[kept] = serial;
          keptAges[kept++] = (byte) age;
        }
      }
    }
    return kept;
  }

  private int begin(int ordinal) {
    int list = (int) (begun++ % limit);
    ensure(list);
    if (ordinals[list] != MISSING) {
      lists.remove(ordinals[list]);
    }
    ordinals[list] = ordinal;
    lists.put(ordinal, list);
    for (int compartment = 0; compartment < COMPARTMENTS; compartment++) {
      setCount(list, compartment, 0);
    }
    return list;
  }

  private int offset(int list, int compartment) {
    return (list * COMPARTMENTS + compartment) * listLength;
  }

  private void setCount(int list, int compartment, int count) {
    counts[list * COMPARTMENTS + compartment] = (short) count;
  }

  private void ensure(int list) {
    int known = ordinals.length;
    if (list < known) {
      return;
    }
    int capacity = Math.min(limit, Math.max(FIRST_LISTS, 2 * known));
    ordinals = Arrays.copyOf(ordinals, capacity);
    Arrays.fill(ordinals, known, capacity, MISSING);
    serials = Arrays.copyOf(serials, capacity * COMPARTMENTS * listLength);
    counts = Arrays.copyOf(counts, capacity * COMPARTMENTS);
    ages = Arrays.copyOf(ages, capacity * listLength);
  }
}
