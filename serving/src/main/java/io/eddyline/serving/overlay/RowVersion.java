package io.eddyline.serving.overlay;

import java.util.Comparator;

/**
 * How new a row is: the epoch decides, then the updates within it.
 *
 * @param epoch of the task that wrote the row; rises each time the task starts
 * @param updates of the row
 */
public record RowVersion(long epoch, long updates) implements Comparable<RowVersion> {
  private static final Comparator<RowVersion> ORDER =
      Comparator.comparingLong(RowVersion::epoch).thenComparingLong(RowVersion::updates);

  @Override
  public int compareTo(RowVersion other) {
    return ORDER.compare(this, other);
  }

  boolean isNewerThan(RowVersion other) {
    return compareTo(other) > 0;
  }
}
