package io.eddyline.learner.health;

import io.eddyline.learner.kernel.Generator;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches the histories of one partition's stream for a change, window against window.
 *
 * <pre>
 *   |── earlier ──|── later ──|── filling ──▶
 *    compared when the report comes; then later becomes earlier
 * </pre>
 *
 * <p>Both windows are embedded by the model as it is now: what has changed between them is the
 * stream, not the model. The test is the {@link NeighbourOrder}.
 *
 * <p>Sampling an event costs a copy of its history; the comparison runs at {@link #compare} alone.
 * Windows are not kept over a restart.
 *
 * <p>Threading: {@link #offer} and {@link #compare} on the owner's thread; {@link #reading} from
 * any, an immutable value published by a volatile write.
 */
public final class DriftMonitor {
  /** Where histories become vectors. */
  public interface Embedding {
    /**
     * Writes the unit query of a history at {@code target[at, at + dimension)}.
     *
     * @param items newest first, from index 0
     */
    void embed(int[] items, int count, float[] target, int at);
  }

  /**
   * What the last comparison found.
   *
   * @param comparisons windows compared since the start
   * @param deviations the statistic in standard deviations; NaN before the first comparison
   * @param alarm whether it is beyond the threshold
   * @param scarceWindows windows since the start that had too few histories to be compared
   */
  public record Reading(long comparisons, double deviations, boolean alarm, long scarceWindows) {
    /** Before the first comparison. */
    public static final Reading NONE = new Reading(0, Double.NaN, false, 0);

    private Reading compared(double found, boolean isAlarm) {
      return new Reading(comparisons + 1, found, isAlarm, scarceWindows);
    }

    private Reading scarce() {
      return new Reading(comparisons, deviations, alarm, scarceWindows + 1);
    }
  }

  private final DriftSettings settings;
  private final int dimension;
  private final Embedding embedding;
  private final Generator generator;
  private final int[] history;
  private HistorySample filling;
  private HistorySample later;
  private HistorySample earlier;
  private boolean laterIsNew;
  private volatile Reading reading = Reading.NONE;

  /**
   * @param generator breaks ties
   */
  public DriftMonitor(
      DriftSettings settings,
      int historyLength,
      int dimension,
      Embedding embedding,
      Generator generator) {
    this.settings = settings;
    this.dimension = dimension;
    this.embedding = embedding;
    this.generator = generator;
    this.history = new int[historyLength];
    int stride = Math.max(1, settings.windowEvents() / Math.max(1, settings.samples()));
    this.filling = new HistorySample(settings.samples(), stride, historyLength);
    this.later = new HistorySample(settings.samples(), stride, historyLength);
    this.earlier = new HistorySample(settings.samples(), stride, historyLength);
  }

  /** Whether the next event may be sampled; of any other the history is not looked at. */
  public boolean samplesNext() {
    return settings.samples() > 0 && filling.isCandidateNext();
  }

  /**
   * Counts an event of the stream.
   *
   * @param user number of the user
   * @param items the user's history before the event, newest first, from index 0
   */
  public void offer(int user, int[] items, int size) {
    if (settings.samples() == 0) {
      return;
    }
    filling.offer(user, items, size);
    if (filling.events() >= settings.windowEvents()) {
      HistorySample oldest = earlier;
      earlier = later;
      later = filling;
      filling = oldest;
      filling.clear();
      laterIsNew = true;
      if (!isEnough(later)) {
        reading = reading.scarce();
      }
    }
  }

  /** Drops items that are gone from what is remembered. */
  public void drop(IntPredicate isGone) {
    filling.drop(isGone);
    later.drop(isGone);
    earlier.drop(isGone);
  }

  /** Whether two windows wait to be compared. */
  public boolean isReady() {
    return laterIsNew && isEnough(earlier) && isEnough(later);
  }

  private static boolean isEnough(HistorySample sample) {
    return sample.count() >= DriftSettings.LEAST_SAMPLES;
  }

  /**
   * Compares the two latest full windows, each pair once.
   *
   * @return what was found, or null if nothing waits
   */
  public @Nullable Reading compare() {
    if (!isReady()) {
      return null;
    }
    laterIsNew = false;
    int count = earlier.count() + later.count();
    float[] rows = new float[count * dimension];
    embed(earlier, rows, 0);
    embed(later, rows, earlier.count());
    double deviations =
        NeighbourOrder.statistic(
            rows, earlier.count(), later.count(), dimension, settings.neighbours(), generator);
    reading = reading.compared(deviations, deviations > settings.alarmDeviations());
    return reading;
  }

  /** What the last comparison found. */
  public Reading reading() {
    return reading;
  }

  private void embed(HistorySample sample, float[] rows, int firstRow) {
    for (int k = 0; k < sample.count(); k++) {
      int size = sample.read(k, history);
      embedding.embed(history, size, rows, (firstRow + k) * dimension);
    }
  }
}
