package io.eddyline.learner.stream;

import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.Sightings;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many rows a task has, and how they came and went.
 *
 * <p>Threading: published by the task's thread, read by any.
 */
final class RowReading {
  /** Which rows. */
  enum Side {
    USER("user"),
    ITEM("item");

    private final String label;

    Side(String label) {
      this.label = label;
    }

    /** The value of the metrics' tag. */
    String label() {
      return label;
    }
  }

  private final Side side;
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong admitted = new AtomicLong();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong expired = new AtomicLong();

  RowReading(Side side) {
    this.side = side;
  }

  void publish(long rowCount, Admission admission, long expiredRows) {
    Sightings sightings = admission.sightings();
    rows.setRelease(rowCount);
    admitted.setRelease(admission.admitted());
    waiting.setRelease(sightings == null ? 0 : sightings.waiting());
    expired.setRelease(expiredRows);
  }

  Side side() {
    return side;
  }

  /** Rows that have an id. */
  long rows() {
    return rows.getAcquire();
  }

  /** Ids that got a row since the start. */
  long admitted() {
    return admitted.getAcquire();
  }

  /** Ids without a row that were seen lately. */
  long waiting() {
    return waiting.getAcquire();
  }

  /** Rows that left unused since the start. */
  long expired() {
    return expired.getAcquire();
  }
}
