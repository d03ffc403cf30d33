package io.eddyline.learner.table;

import io.eddyline.learner.image.ColumnReader;
import io.eddyline.learner.image.ColumnWriter;
import java.util.Arrays;

/**
 * Popularity and trend of the items of one partition, and the clock by which they decay: the
 * partition's count of live pairs.
 *
 * <pre>
 *   stored as of the row's last live pair:   popularity, trend, clock
 *   as of now:                               decayed by (live pairs now - clock)
 * </pre>
 *
 * <p>Threading: one thread, the table's.
 */
final class Popularities {
  private final PopularityDecay decay;
  private double[] popularities = {};
  private double[] trends = {};
  private long[] clocks = {};
  private long livePairs;

  Popularities(PopularityDecay decay) {
    this.decay = decay;
  }

  /** Makes room for a table's {@link RowIds#capacity}. */
  void ensure(int capacity) {
    if (capacity > clocks.length) {
      popularities = Arrays.copyOf(popularities, capacity);
      trends = Arrays.copyOf(trends, capacity);
      clocks = Arrays.copyOf(clocks, capacity);
    }
  }

  double popularity(int row) {
    return decay.popularity(popularities[row], livePairs - clocks[row]);
  }

  double trend(int row) {
    return decay.trend(trends[row], livePairs - clocks[row]);
  }

  long livePairs() {
    return livePairs;
  }

  void restoreLivePairs(long count) {
    livePairs = count;
  }

  /** A live pair that makes the row more popular by one. */
  void count(int row) {
    livePairs++;
    popularities[row] = popularity(row) + 1;
    trends[row] = trend(row) + 1;
    clocks[row] = livePairs;
  }

  /** A live pair that makes nothing popular. */
  void countUnpopular() {
    livePairs++;
  }

  /** Copies a row's into a replica's row; returns whether a pair has been counted since. */
  boolean copy(int row, ReplicaChunk chunk, int to) {
    boolean isNew = clocks[row] != chunk.popularityClocks[to];
    chunk.popularities[to] = popularities[row];
    chunk.trends[to] = trends[row];
    chunk.popularityClocks[to] = clocks[row];
    return isNew;
  }

  long clock(int row) {
    return clocks[row];
  }

  void read(int row, ItemImage image) {
    image.popularity = popularities[row];
    image.trend = trends[row];
    image.popularityClock = clocks[row];
  }

  void restore(int row, ItemImage image) {
    popularities[row] = image.popularity;
    trends[row] = image.trend;
    clocks[row] = image.popularityClock;
  }

  /** Writes rows [0, rows), without the count of live pairs. */
  void write(int rows, ColumnWriter out) {
    out.putDoubles(popularities, 0, rows);
    out.putDoubles(trends, 0, rows);
    out.putLongs(clocks, 0, rows);
  }

  /** Reads rows [0, rows), for which there is room. */
  void read(int rows, ColumnReader in) {
    in.getDoubles(popularities, 0, rows);
    in.getDoubles(trends, 0, rows);
    in.getLongs(clocks, 0, rows);
  }

  void clear(int row) {
    popularities[row] = 0;
    trends[row] = 0;
    clocks[row] = 0;
  }
}
