package io.eddyline.learner.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SourceMarksPropertyTest {
  private static final long EVENTS = 7;
  private static final long MOVED = 9;

  /** Cleaning dies again and again, and each time goes on from an earlier record. */
  @Property
  void takesEachRecordOnceHoweverOftenCleaningBeginsAgain(
      @ForAll @Size(max = 20) List<@IntRange(max = 30) Integer> runs,
      @ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> setBacks) {
    SourceMarks marks = new SourceMarks();
    List<Long> taken = new ArrayList<>();
    long next = 0;
    long furthest = 0;
    for (int run = 0; run < runs.size(); run++) {
      for (long end = next + runs.get(run); next < end; next++) {
        if (marks.start(interaction(EVENTS, 2, next))) {
          taken.add(next);
        }
      }
      furthest = Math.max(furthest, next);
      next = Math.max(0, next - (run < setBacks.size() ? setBacks.get(run) : 0));
      SourceMarks restarted = new SourceMarks();
      restarted.restore(marks.save());
      marks = restarted;
    }
    assertThat(taken).containsExactlyElementsOf(LongStream.range(0, furthest).boxed().toList());
  }

  @Test
  void aTopicThatWasMadeAnewAndTheMovedEventsHaveMarksOfTheirOwn() {
    SourceMarks marks = new SourceMarks();
    assertThat(marks.start(interaction(EVENTS, 0, 5))).isTrue();
    assertThat(marks.start(interaction(MOVED, 0, 5))).isTrue();
    assertThat(marks.start(interaction(EVENTS + 1, 0, 0))).isTrue();
    assertThat(marks.start(interaction(EVENTS, 1, 0))).isTrue();
    assertThat(marks.start(interaction(EVENTS, 0, 5))).isFalse();
    assertThat(marks.start(interaction(MOVED, 0, 4))).isFalse();
  }

  @Test
  void takesWhatAReleaseOfOldPassedOn() {
    SourceMarks marks = new SourceMarks();
    Interaction old = Interaction.newBuilder().setSourcePartition(0).setSourceOffset(3).build();
    assertThat(marks.start(old)).isTrue();
    assertThat(marks.start(old)).isTrue();
    assertThat(marks.save()).isEmpty();
  }

  private static Interaction interaction(long topic, int partition, long offset) {
    return Interaction.newBuilder()
        .setSourceTopic(topic)
        .setSourcePartition(partition)
        .setSourceOffset(offset)
        .build();
  }
}
