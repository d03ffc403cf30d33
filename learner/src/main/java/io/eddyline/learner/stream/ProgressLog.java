package io.eddyline.learner.stream;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
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

  /**
   * Takes a record of the log.
   *
   * @throws io.eddyline.schemas.error.FormatException if it cannot be read; the one before stays
   */
  void restore(byte @Nullable [] value) {
    if (value != null) {
      newer |= RecordSerdes.ROW_PROGRESS.isNewer(value);
      last = RecordSerdes.ROW_PROGRESS.decode(value);
    }
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

  /**
   * Ends what {@link #install} began.
   *
   * @return the progress as of now, null if nothing was installed
   */
  @Nullable RowProgress uninstall() {
    RowProgress now = current();
    current = null;
    last = now == null ? last : now;
    return now;
  }

  void log(RowProgress now, LoggedState.ChangeLog changeLog) {
    if (!now.equals(last)) {
      changeLog.put(RowKeys.progress(), RecordSerdes.ROW_PROGRESS.encode(now));
      last = now;
    }
  }
}
