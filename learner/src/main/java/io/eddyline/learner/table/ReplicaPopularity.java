package io.eddyline.learner.table;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What time leaves of the popularity of an {@link ItemReplica}'s rows, and the priors that follow
 * from it. A partition's clock is its owner's count of live pairs; a row's age is what the clock
 * counted since the row's last live pair.
 *
 * <p>Threading: thread-safe; the caller holds the monitor of a chunk that is given.
 */
final class ReplicaPopularity {
  private final PopularityDecay decay;
  private final AtomicLongArray livePairs;

  ReplicaPopularity(PopularityDecay decay, int partitions) {
    this.decay = decay;
    this.livePairs = new AtomicLongArray(partitions);
  }

  /** Sets a partition's clock, which never falls. */
  void advance(int partition, long count) {
    if (count > livePairs.get(partition)) {
      livePairs.accumulateAndGet(partition, count, Math::max);
    }
  }

  long clock(int partition) {
    return livePairs.get(partition);
  }

  /** Live pairs of the owner since the row's last one, or since the item is known here. */
  long age(ReplicaChunk chunk, int row) {
    return livePairs.get(chunk.ownerPartition(row)) - chunk.popularityClocks[row];
  }

  /** Popularity of a row as of now. */
  double popularity(ReplicaChunk chunk, int row) {
    return decay.popularity(chunk.popularities[row], age(chunk, row));
  }

  /** Makes the row a candidate, with the priors of now. */
  void setPriors(ReplicaChunk chunk, int row) {
    double popularity = popularity(chunk, row);
    chunk.priors[row] = prior(popularity);
    chunk.affinityFactors[row] = Scoring.affinityFactor((float) popularity);
    chunk.trendPriors[row] = prior(decay.trend(chunk.trends[row], age(chunk, row)));
  }

  /** Lets the priors of the candidates among a chunk's first rows decay to the present. */
  void refresh(ReplicaChunk chunk, int count) {
    chunk.refreshPriors(decay, livePairs, count);
  }

  private static float prior(double popularity) {
    return (float) Math.log(popularity + Scoring.POPULARITY_OFFSET);
  }
}
