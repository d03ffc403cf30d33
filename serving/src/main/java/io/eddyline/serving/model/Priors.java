package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.Vocabulary;
import io.eddyline.schemas.topic.Partitions;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * What popularity adds to the scores of a version's items, as of the live pairs that their
 * partitions have counted: at first those of the version's marks, later those of {@link #advance}.
 *
 * <pre>
 *   popularity(row) = that of the file * 2^(-n P / h)     n = clock of its partition - the mark's
 *   trend(row)      = that of the file * 2^(-n P / k)     h, k, P: {@link HalfLives}
 *   prior(row)      = that of both, written row by row by {@link #refresh}, and so is
 *   growth(row)     = factor in affinities by that popularity / by that of the file
 * </pre>
 *
 * <p>A version that does not say its half-lives stays as it was made.
 *
 * <p>Threading: one writer at a time; read from any thread without locks. Numbers are written
 * whole, one after the other: a reader may see some priors as of a moment earlier than others.
 */
public final class Priors {
  private static final int ROWS_A_PIECE = 1_024;

  private final Scoring scoring;
  private final FloatBuffer popularity;
  private final FloatBuffer trend;
  private final @Nullable HalfLives halfLives;
  private final char[] partitions;
  private final long[] marks;
  private final AtomicLongArray clocks;
  /* The writer's own, by partition: shares that are left of the file's. */
  private final double[] popularityLeft;
  private final double[] trendLeft;
  private final float[] priors;
  /* Empty if the version has no affinities or does not age. */
  private final float[] affinityGrowths;
  private volatile boolean aged;

  /**
   * @param popularity of each row, 0 or more, finite
   * @param trend the same
   * @param ids of the rows
   */
  Priors(
      Manifest manifest, FloatBuffer popularity, FloatBuffer trend, Vocabulary ids, LoadPace pace) {
    this.scoring = manifest.scoring();
    this.popularity = popularity;
    this.trend = trend;
    this.halfLives = manifest.halfLives();
    int partitionCount = halfLives == null ? 0 : halfLives.itemPartitions();
    if (partitionCount > Character.MAX_VALUE) {
      throw new FormatException(
          "%d item partitions, expected %d at most"
              .formatted(partitionCount, (int) Character.MAX_VALUE));
    }
    this.partitions = new char[partitionCount == 0 ? 0 : popularity.limit()];
    for (int row = 0; row < partitions.length; row++) {
      partitions[row] = (char) Partitions.of(ids.id(row), partitionCount);
      if (row % ROWS_A_PIECE == 0) {
        pace.pause();
      }
    }
    this.marks = new long[partitionCount];
    this.clocks = new AtomicLongArray(partitionCount);
    this.popularityLeft = new double[partitionCount];
    this.trendLeft = new double[partitionCount];
    for (int partition = 0; partition < partitionCount; partition++) {
      Manifest.Mark mark = manifest.offsets().itemMarks().get(partition);
      marks[partition] = mark == null ? 0 : mark.livePairs();
      set(partition, marks[partition]);
    }
    this.priors = new float[popularity.limit()];
    this.affinityGrowths =
        new float[partitionCount > 0 && manifest.neighbourCount() > 0 ? priors.length : 0];
    refresh(0, priors.length, null);
  }

  /** Whether the version says how its popularities and trends decay. */
  public boolean decay() {
    return halfLives != null;
  }

  /** Popularity of a row by now, in events. */
  public float popularity(int row) {
    float made = popularity.get(row);
    if (halfLives == null) {
      return made;
    }
    int partition = partitions[row];
    return (float) (made * halfLives.popularityLeft(clocks.get(partition) - marks[partition]));
  }

  /** As {@link #popularity(int)}, for the writer: without an exponential. */
  float popularityByNow(int row) {
    float made = popularity.get(row);
    return halfLives == null ? made : (float) (made * popularityLeft[partitions[row]]);
  }

  /** Trend of a row by now, in events. */
  public float trend(int row) {
    float made = trend.get(row);
    if (halfLives == null) {
      return made;
    }
    int partition = partitions[row];
    return (float) (made * halfLives.trendLeft(clocks.get(partition) - marks[partition]));
  }

  /** The prior of a row as it was refreshed last. */
  public float prior(int row) {
    return priors[row];
  }

  /** Whether anything has decayed since the version was made. */
  public boolean haveAged() {
    return aged;
  }

  /** Factor of a row in the affinities of the files, see {@link Scoring#affinityFactor}. */
  public float affinityFactorThen(int row) {
    return Scoring.affinityFactor(popularity.get(row));
  }

  /** How many times as large its factor is by now, as it was refreshed last. */
  public float affinityGrowth(int row) {
    return affinityGrowths.length == 0 ? 1 : affinityGrowths[row];
  }

  /**
   * What is left by now of a popularity that is not in the files, in events.
   *
   * @param partition of its item
   * @param livePairs of the partition, the moment that it is of
   */
  public float popularity(double then, int partition, long livePairs) {
    HalfLives decay = of(partition);
    double left = decay == null ? 1 : decay.popularityLeft(clocks.get(partition) - livePairs);
    return (float) (then * left);
  }

  /** The prior that follows from such a popularity and trend by now. */
  public float prior(double popularityThen, double trendThen, int partition, long livePairs) {
    HalfLives decay = of(partition);
    if (decay == null) {
      return scoring.prior(popularityThen, trendThen);
    }
    long pairs = clocks.get(partition) - livePairs;
    return scoring.prior(
        popularityThen * decay.popularityLeft(pairs), trendThen * decay.trendLeft(pairs));
  }

  /* Null if nothing is known of the partition: what is of it stays as it is. */
  private @Nullable HalfLives of(int partition) {
    return partition < marks.length ? halfLives : null;
  }

  /**
   * Takes the clocks of the partitions, no partition's before the version's own mark. What is laid
   * over the version is as of then at once, its rows once they are refreshed.
   *
   * @return whether any of them differs from before
   */
  boolean advance(PairClocks pairs) {
    boolean moved = false;
    for (int partition = 0; partition < marks.length; partition++) {
      long clock = Math.max(marks[partition], pairs.livePairs(partition));
      if (clock != clocks.get(partition)) {
        set(partition, clock);
        moved = true;
      }
    }
    return moved;
  }

  private void set(int partition, long clock) {
    HalfLives decay = Objects.requireNonNull(halfLives, "marks are kept if they decay");
    long pairs = clock - marks[partition];
    popularityLeft[partition] = decay.popularityLeft(pairs);
    trendLeft[partition] = decay.trendLeft(pairs);
    clocks.set(partition, clock);
    aged |= pairs != 0;
  }

  /**
   * Brings the priors and growths of the rows in [from, to) to the clocks.
   *
   * @param bias receives those of rows that it does not hide; null for none
   */
  void refresh(int from, int to, @Nullable FloatBuffer bias) {
    for (int row = from; row < to; row++) {
      float prior = priorByNow(row);
      priors[row] = prior;
      if (affinityGrowths.length > 0) {
        affinityGrowths[row] = growthByNow(row);
      }
      if (bias != null && bias.get(row) != Float.NEGATIVE_INFINITY) {
        bias.put(row, prior);
      }
    }
  }

  private float growthByNow(int row) {
    float then = popularity.get(row) + Scoring.AFFINITY_SHRINKAGE;
    float now = popularityByNow(row) + Scoring.AFFINITY_SHRINKAGE;
    return (float) Math.sqrt((float) Math.sqrt(then / now));
  }

  private float priorByNow(int row) {
    if (partitions.length == 0) {
      return scoring.prior(popularity.get(row), trend.get(row));
    }
    int partition = partitions[row];
    return scoring.prior(
        popularity.get(row) * popularityLeft[partition], trend.get(row) * trendLeft[partition]);
  }
}
