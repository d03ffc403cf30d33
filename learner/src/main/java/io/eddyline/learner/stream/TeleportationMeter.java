package io.eddyline.learner.stream;

import io.eddyline.learner.negatives.Teleportation;
import org.jspecify.annotations.Nullable;

/**
 * Carries what one item side counts of its teleported negatives to the process's metrics.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class TeleportationMeter {
  private final LearnerMetrics metrics;
  private final @Nullable Teleportation teleportation;
  private long minedLists;
  private long miningNs;
  private long drawn;
  private long filtered;

  /**
   * @param teleportation of the side, null if it has none
   */
  TeleportationMeter(LearnerMetrics metrics, @Nullable Teleportation teleportation) {
    this.metrics = metrics;
    this.teleportation = teleportation;
  }

  /** Adds what has come since the last call. */
  void update() {
    if (teleportation == null) {
      return;
    }
    metrics.countTeleported(
        teleportation.drawnNegatives() - drawn, teleportation.filteredNegatives() - filtered);
    drawn = teleportation.drawnNegatives();
    filtered = teleportation.filteredNegatives();
    if (teleportation.minedLists() > minedLists) {
      metrics.countMining(
          teleportation.minedLists() - minedLists, teleportation.miningNs() - miningNs);
      minedLists = teleportation.minedLists();
      miningNs = teleportation.miningNs();
    }
  }
}
