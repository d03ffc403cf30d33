package io.eddyline.learner.source;

import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.SourceMark;
import java.util.ArrayList;
import java.util.List;

/**
 * The last record of each source whose interaction was taken.
 *
 * <p>Cleaning passes the records of a source partition on in their order, each at least once: after
 * a crash it begins again at an earlier one, and says the same of it. So an interaction at or below
 * the mark of its source was there before. A source is a partition of one topic: one of the same
 * name that was made anew is another.
 *
 * <p>Threading: one thread, the owner's.
 */
public final class SourceMarks {
  private static final long NONE = -1;

  private final List<Source> sources = new ArrayList<>();

  /* A reader meets two sources, events and moved events of its partition. */
  private static final class Source {
    final long topic;
    final int partition;
    long offset = NONE;

    Source(long topic, int partition) {
      this.topic = topic;
      this.partition = partition;
    }
  }

  /** Goes on from saved marks. */
  public void restore(List<SourceMark> saved) {
    sources.clear();
    saved.forEach(mark -> source(mark.getTopic(), mark.getPartition()).offset = mark.getOffset());
  }

  /** As they are to be saved. */
  public List<SourceMark> save() {
    return sources.stream()
        .map(
            source ->
                SourceMark.newBuilder()
                    .setTopic(source.topic)
                    .setPartition(source.partition)
                    .setOffset(source.offset)
                    .build())
        .toList();
  }

  /**
   * An interaction comes up.
   *
   * @return whether it is to be taken; false if it was there before
   */
  public boolean start(Interaction interaction) {
    if (interaction.getSourceTopic() == 0) {
      return true; // of a release that passed each on once
    }
    Source source = source(interaction.getSourceTopic(), interaction.getSourcePartition());
    if (interaction.getSourceOffset() <= source.offset) {
      return false;
    }
    source.offset = interaction.getSourceOffset();
    return true;
  }

  private Source source(long topic, int partition) {
    for (Source source : sources) {
      if (source.topic == topic && source.partition == partition) {
        return source;
      }
    }
    Source met = new Source(topic, partition);
    sources.add(met);
    return met;
  }
}
