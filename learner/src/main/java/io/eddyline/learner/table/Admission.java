package io.eddyline.learner.table;

import org.jspecify.annotations.Nullable;

/**
 * Decides when an id that has no row gets one: once it was seen often enough in the window of
 * {@link Sightings}. A threshold of 1 admits every id at once and keeps no sketch.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class Admission {
  private final int threshold;
  private final @Nullable Sightings sightings;
  private long admitted;

  /**
   * @param threshold sightings that an id needs, at least 1
   * @param window see {@link Sightings}
   * @param seed see {@link Sightings}
   */
  public Admission(int threshold, int window, long seed) {
    this.threshold = threshold;
    this.sightings = threshold > 1 ? new Sightings(window, seed) : null;
  }

  /** Counts a sighting of an id that has no row; returns whether it gets one now. */
  public boolean admits(String id) {
    boolean enough = sightings == null || sightings.add(id) >= threshold;
    if (enough) {
      admitted++;
    }
    return enough;
  }

  /** Whether an id can be refused at all. */
  public boolean isSelective() {
    return sightings != null;
  }

  /** Ids admitted since the start. */
  public long admitted() {
    return admitted;
  }

  /** For logging and restoring; null if every id is admitted. */
  public @Nullable Sightings sightings() {
    return sightings;
  }
}
