package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.VectorKernels;

/**
 * Finds the lists of one item in an episode's frozen keys: by inner product, exactly, leaving out
 * users who may have the item.
 *
 * <p>Threading: one thread at a time, that of the episode's run.
 */
final class TeleportMiner {
  private final int dimension;
  private final int listLength;
  private final float[] scores;
  private final float[] query;
  private final NearestKeys nearest;

  TeleportMiner(int capacity, int dimension, int listLength) {
    this.dimension = dimension;
    this.listLength = listLength;
    this.scores = new float[capacity];
    this.query = new float[dimension];
    this.nearest = new NearestKeys(listLength);
  }

  /** Fills the lists of the {@code k}-th item; empty where nothing is comparable. */
  void mine(MiningEpisode episode, int k) {
    FrozenUserKeys view = episode.view;
    int ordinal = episode.ordinals[k];
    int positive = view.slotOf(episode.positives[k]);
    System.arraycopy(episode.anchors, k * dimension, query, 0, dimension);
    search(view, ordinal, positive);
    episode.currentCounts[k] = nearest.copyTo(episode.current, k * listLength);
    nearest.clear();
    if (positive >= 0) {
      System.arraycopy(view.keys, positive * dimension, query, 0, dimension);
      search(view, ordinal, positive);
    }
    episode.lookaheadCounts[k] = nearest.copyTo(episode.lookahead, k * listLength);
  }

  private void search(FrozenUserKeys view, int ordinal, int except) {
    nearest.clear();
    int size = view.size();
    VectorKernels.dotBlock(query, 0, view.keys, size, dimension, scores, 0);
    for (int slot = 0; slot < size; slot++) {
      if (nearest.wants(scores[slot]) && slot != except && !view.mayHaveSeen(slot, ordinal)) {
        nearest.add(view.serial(slot), scores[slot]);
      }
    }
  }
}
