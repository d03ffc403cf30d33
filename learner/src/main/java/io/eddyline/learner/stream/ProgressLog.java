package io.eddyline.learner.stream;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress record of one partition of a row topic: the last of every commit that has anything
 * new to say. A commit that changes nothing writes nothing, so that an idle log stands still.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class ProgressLog {
  /** Stands for the offset before any. */
  static final long NOTHING_APPLIED = -1;

  private RowProgress last =
      RowProgress.newBuilder().setAppliedInputOffset(NOTHING_APPLIED).build();
  private @Nullable Supplier<RowProgress> current;
  private boolean newer;
  private boolean restored;

  /**
   * Takes a record of the log.
   *
   * @throws io.eddyline.schemas.error.FormatException if it cannot be read; the one before stays
   */
  void restore(byte @Nullable [] value) {
    if (value != null) {
      restored = true;
      newer |= RecordSerdes.ROW_PROGRESS.isNewer(value);
      last = RecordSerdes.ROW_PROGRESS.decode(value);
    }
  }

  /** Takes the record of a local image, unless the log had one behind it. */
  void begin(byte[] value) {
    if (!restored) {
      restore(value);
    }
  }

  /** The last record that is logged. */
  byte[] logged() {
    return RecordSerdes.ROW_PROGRESS.encode(last);
  }

  /** Whether the log has the progress as of now. */
  boolean isLogged() {
    return last.equals(current());
  }

  /**
   * The record that was restored, or one that claims nothing.
   *
   * @param place of the rows, for people
   * @throws EddylineException (STOP) if a newer release wrote one that this one cannot read
   */
  RowProgress restored(String place) {
    if (newer) {
      throw new EddylineException(
          Action.STOP,
          "%s: a newer release wrote them; start that one, or learn anew under another topics.prefix"
              .formatted(place));
    }
    return last;
  }

  /** From now on {@code progress} is asked at each commit. */
  void install(Supplier<RowProgress> progress) {
    current = progress;
  }

  /** The progress as of now, null as long as nothing is installed. */
  @Nullable RowProgress current() {
    return current == null ? null : current.get();
  }

  /** Takes a row of a table, and the progress that it stands at. */
  interface RowTaker {
    void take(int row, RowProgress now);
  }

  /**
   * Ends what {@link #install} began, and hands the rows over.
   *
   * @param rows of the table
   * @param isUsed whether a row is one
   * @return whether anything was installed
   */
  boolean giveBack(int rows, IntPredicate isUsed, RowTaker taker) {
    RowProgress now = current();
    current = null;
    if (now == null) {
      return false;
    }
    last = now;
    for (int row = 0; row < rows; row++) {
      if (isUsed.test(row)) {
        taker.take(row, now);
      }
    }
    return true;
  }

  void log(RowProgress now, LoggedState.ChangeLog changeLog) {
    if (!now.equals(last)) {
      changeLog.put(RowKeys.progress(), RecordSerdes.ROW_PROGRESS.encode(now));
      last = now;
    }
  }
}
