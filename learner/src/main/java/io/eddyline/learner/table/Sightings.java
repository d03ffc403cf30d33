package io.eddyline.learner.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.datasketches.frequencies.FrequentItemsSketch;

/**
 * How often ids that have no row were seen lately.
 *
 * <p>Two Frequent Items sketches (Anderson et al. 2017, arXiv:1705.07001, as DataSketches has it)
 * take turns, so that sightings age: a sighting counts for at least one and at most two windows.
 *
 * <pre>
 *   sightings:  | window of previous | window of current ...      full: current becomes previous
 *   journal:    | block | block | block | block | open block      of {@link #BLOCK_IDS} ids each
 * </pre>
 *
 * <p>Counts are lower bounds: no id is ever taken for another, and none is counted too often. A
 * sketch with more ids than {@link #SKETCH_IDS} forgets the least seen of them.
 *
 * <p>A sketch is a pure function of its sightings, so the log holds those, in blocks of a ring that
 * spans two windows, and a restart counts them again.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class Sightings {
  /** Ids of a full block. */
  public static final int BLOCK_IDS = 64;

  /* Ids that one sketch tells apart; a power of two, of which it fills three quarters. */
  private static final int SKETCH_IDS = 1 << 17;

  /** Takes a changed block of the journal. */
  public interface BlockLog {
    /**
     * Takes a block, full or open.
     *
     * @param slot of the ring
     * @param block number of the block since the beginning
     */
    void put(int slot, long block, List<String> ids);
  }

  /* String.hashCode has collisions that anybody can write down; the sketch probes linearly. */
  private record Seen(String id, long seed) {
    @Override
    public int hashCode() {
      return Long.hashCode(FirstVector.hash(id) * seed);
    }
  }

  private final int window;
  private final long seed;
  private final Queue<List<String>> full = new ArrayDeque<>();
  private FrequentItemsSketch<Seen> previous = new FrequentItemsSketch<>(SKETCH_IDS);
  private FrequentItemsSketch<Seen> current = new FrequentItemsSketch<>(SKETCH_IDS);
  private List<String> open = new ArrayList<>(BLOCK_IDS);
  private long count;
  private boolean changed;

  /**
   * @param window sightings after which the sketches change turns, a multiple of {@link #BLOCK_IDS}
   * @param seed of the ids' hashes
   */
  public Sightings(int window, long seed) {
    this.window = window;
    this.seed = 2 * seed + 1;
  }

  /** Counts a sighting; returns how many of the id there were, with this one. */
  public long add(String id) {
    long seen = count(id);
    open.add(id);
    if (open.size() == BLOCK_IDS) {
      full.add(open);
      open = new ArrayList<>(BLOCK_IDS);
    }
    changed = true;
    return seen;
  }

  private long count(String id) {
    if (count > 0 && count % window == 0) {
      FrequentItemsSketch<Seen> oldest = previous;
      previous = current;
      current = oldest;
      current.reset();
    }
    count++;
    Seen seen = new Seen(id, seed);
    current.update(seen);
    return current.getLowerBound(seen) + previous.getLowerBound(seen);
  }

  /** Sightings ever counted. */
  public long count() {
    return count;
  }

  /** Distinct ids of the present windows, at most; one that stands in both counts twice. */
  public int waiting() {
    return current.getNumActiveItems() + previous.getNumActiveItems();
  }

  /** Writes the blocks that changed since the last call. */
  public void logChanged(BlockLog log) {
    if (!changed) {
      return;
    }
    long openBlock = count / BLOCK_IDS;
    long block = openBlock - full.size();
    for (List<String> ids : full) {
      log.put(slot(block), block, ids);
      block++;
    }
    full.clear();
    if (!open.isEmpty()) {
      log.put(slot(openBlock), openBlock, open);
    }
    changed = false;
  }

  /** The first block whose sightings still count, if {@code savedCount} were counted in all. */
  public long firstBlock(long savedCount) {
    long currentStart = (Math.max(savedCount, 1) - 1) / window * window;
    return Math.max(0, currentStart - window) / BLOCK_IDS;
  }

  /** The number after that of the last block, full or open, of so many sightings. */
  public long endBlock(long savedCount) {
    return Math.ceilDiv(savedCount, BLOCK_IDS);
  }

  /** Starts restoring: then {@link #restore} each block from this one on, in order. */
  public void restoreFrom(long block) {
    count = block * BLOCK_IDS;
  }

  /** Counts the sightings of a block again. */
  public void restore(List<String> ids) {
    ids.forEach(this::count);
    open = ids.size() < BLOCK_IDS ? new ArrayList<>(ids) : new ArrayList<>(BLOCK_IDS);
  }

  /** The ring's slot of a block. */
  public int slot(long block) {
    return (int) (block % (2L * (window / BLOCK_IDS)));
  }
}
