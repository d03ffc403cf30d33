package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.learner.source.SourceMarks;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.RowProgress;
import java.util.TreeMap;

/**
 * How far one task has come: the offset of its own input, of each partition that its records stem
 * from the highest offset among them, and of each source of interactions the last one taken.
 *
 * <p>A task's input comes in the order of its offsets, and the mark is in the same transaction as
 * what was learnt of it. So a record at or below the mark is in the rows already, whatever the
 * consumer group believes. The mark counts in one topic: one of the same name that was made anew
 * has another id, and is read from its beginning.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class AppliedOffsets {
  private final TreeMap<Integer, Long> sources = new TreeMap<>();
  private final SourceMarks marks = new SourceMarks();
  private ByteString topicId = ByteString.EMPTY;
  private long input = ProgressLog.NOTHING_APPLIED;

  /**
   * Goes on from a progress record; one without a topic is taken for one of this topic.
   *
   * @param inputTopic id of the task's input
   */
  void restore(RowProgress progress, ByteString inputTopic) {
    topicId = inputTopic;
    ByteString marked = progress.getAppliedInputTopic();
    sources.clear();
    sources.putAll(progress.getAppliedSourceOffsetsMap());
    marks.restore(progress.getSourceMarksList());
    input =
        marked.isEmpty() || marked.equals(topicId)
            ? progress.getAppliedInputOffset()
            : ProgressLog.NOTHING_APPLIED;
  }

  void save(RowProgress.Builder progress) {
    progress
        .putAllAppliedSourceOffsets(sources)
        .setAppliedInputOffset(input)
        .setAppliedInputTopic(topicId)
        .addAllSourceMarks(marks.save());
  }

  /**
   * The record at this offset comes up.
   *
   * @return whether it is to be applied; false if the rows have it
   */
  boolean startInput(long offset) {
    if (offset <= input) {
      return false;
    }
    input = offset;
    return true;
  }

  /** Offset of the last record that was begun. */
  long input() {
    return input;
  }

  /**
   * The interaction of a record that {@link #startInput} let in.
   *
   * @return whether it is to be applied; false if cleaning passed it on before
   */
  boolean startSource(Interaction interaction) {
    return marks.start(interaction);
  }

  /** A record that stems from here is applied. */
  void appliedSource(int partition, long offset) {
    sources.merge(partition, offset, Math::max);
  }
}
