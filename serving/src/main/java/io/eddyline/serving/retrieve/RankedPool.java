package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.rerank.Pool;

/**
 * The first items of a ranking with their vectors, each read when it is first asked for.
 *
 * <p>Threading: one thread.
 */
final class RankedPool implements Pool {
  private final CurrentRanking ranking;
  private final float[][] vectors;

  RankedPool(CurrentRanking ranking, int maxSize) {
    this.ranking = ranking;
    this.vectors = new float[Math.min(maxSize, ranking.size())][];
  }

  @Override
  public int size() {
    return vectors.length;
  }

  @Override
  public float score(int rank) {
    return ranking.score(rank);
  }

  @Override
  public int row(int rank) {
    return ranking.item(rank).row();
  }

  @Override
  @SuppressWarnings("NullAway") // places that were not asked for yet are null
  public float[] vector(int rank) {
    if (vectors[rank] == null) {
      vectors[rank] = ranking.item(rank).candidate();
    }
    return vectors[rank];
  }
}
