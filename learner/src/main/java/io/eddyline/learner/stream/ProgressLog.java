package io.eddyline.learner.stream;

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

  void restore(byte @Nullable [] value) {
    if (value != null) {
      last = RecordSerdes.ROW_PROGRESS.decode(value);
    }
  }

  /** The record that was restored, or one that claims nothing. */
  RowProgress restored() {
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

  void log(RowProgress now, LoggedState.ChangeLog changeLog) {
    if (!now.equals(last)) {
      changeLog.put(RowKeys.progress(), RecordSerdes.ROW_PROGRESS.encode(now));
      last = now;
    }
  }
}
