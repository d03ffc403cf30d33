package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.EmbeddingTables;
import io.eddyline.serving.model.Ranking;
import io.eddyline.serving.rerank.Pool;

/**
 * The first items of a ranking with their vectors, each read when it is first asked for.
 *
 * <p>Threading: one thread.
 */
final class RankedPool implements Pool {
  private final Ranking ranking;
  private final EmbeddingTables tables;
  private final float[][] vectors;

  RankedPool(Ranking ranking, EmbeddingTables tables, int maxSize) {
    this.ranking = ranking;
    this.tables = tables;
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
    return ranking.row(rank);
  }

  @Override
  @SuppressWarnings("NullAway") // places that were not asked for yet are null
  public float[] vector(int rank) {
    if (vectors[rank] == null) {
      vectors[rank] = tables.item(ranking.row(rank));
    }
    return vectors[rank];
  }
}
