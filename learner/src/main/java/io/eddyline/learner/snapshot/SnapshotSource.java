package io.eddyline.learner.snapshot;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a snapshot is made of, one consistent cut.
 *
 * <p>Item rows are numbered [0, {@link #itemCount}), users [0, {@link #userCount}). Vectors are
 * float32, {@link #dimension} of them, written into the caller's array from index 0. The writer
 * passes over the rows several times and keeps none; the answers must not change meanwhile.
 *
 * <p>Threading: called by one thread at a time.
 */
public interface SnapshotSource {
  /** d, floats a vector. */
  int dimension();

  int itemCount();

  String itemId(int item);

  /** Writes the item as a candidate, {@code normalise(e_i)}: unit length. */
  void candidateVector(int item, float[] vector);

  /** Writes the item as history, {@code K(i) + c_i}. */
  void historyVector(int item, float[] vector);

  /** Decayed popularity, in events; at least 0. */
  double popularity(int item);

  /** Decayed popularity with a shorter half-life, in events; at least 0. */
  double trend(int item);

  /** T, neighbours an item. */
  int neighbourCount();

  /**
   * Writes the item's T neighbours of the greatest affinity, best first.
   *
   * @param rows receives their item rows in [0, T), 0 for padding
   * @param affinities receives the affinity of each, see {@link
   *     io.eddyline.schemas.snapshot.Scoring}; 0 for padding
   */
  void neighbours(int item, int[] rows, float[] affinities);

  /** How often neighbours were visited; empty if that is not known. */
  default Optional<NeighbourCounts> neighbourCounts() {
    return Optional.empty();
  }

  /** Tells how often each of an item's {@link #neighbours} was visited before it. */
  interface NeighbourCounts {
    /**
     * Writes what the item's own list says.
     *
     * @param counts receives decayed visits in [0, T); 0 for a neighbour that only names the item
     *     itself, and for padding
     */
    void read(int item, float[] counts);
  }

  int userCount();

  String userId(int user);

  /** Writes the user's own part of the query, {@code e_u}. */
  void userVector(int user, float[] vector);

  /** Item rows of the user's history, newest first. */
  int[] history(int user);

  /** Item rows that the user already has, in any order. */
  int[] seen(int user);

  /** The catalogue; also of items that have no row yet. */
  List<CatalogueEntry> catalogue();
}
