package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Publication;
import io.eddyline.learner.delta.DeltaMessage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that are sent late, or not at all. */
final class UnsentDeltasTest {
  private static final int SHORT_TERM_MESSAGE = 8_192;

  private final DeltaBench bench =
      new DeltaBench(Map.of("beside-interval-ms", "0", "queue-bytes", "524288"));
  private final SmallTable table = new SmallTable(bench.tasks, 0, 100);

  @Test
  void rowThatMergedEventsSaysWhenTheOneThatWaitedLongestWasAppended() {
    table.event("first");
    table.event("ann");
    table.event("bob");
    table.event("ann");
    table.event("ann");
    assertThat(timesOf("ann", bench.exchange())).startsWith(1L, 1L);

    table.event("bob");
    table.event("ann");
    table.event("bob");
    assertThat(timesOf("bob", bench.exchange())).startsWith(5L, 5L);
  }

  private static List<Long> timesOf(String user, List<DeltaMessage> heard) {
    return heard.stream().filter(it -> it.id().equals(user)).toList().getFirst().timesMs();
  }

  @Test
  void rowThatFoundTheQueueFullSaysWhenItsFirstEventWasAppended() {
    bench.sink.usualAnswer = Publication.BACK_PRESSURED;
    for (int user = 0; user < 10_000; user++) {
      table.event("user-" + user);
    }
    table.event(60_000, "late");
    assertThat(bench.count("eddyline.delta.full.queues")).isPositive();
    table.event(90_000, "late");
    bench.sink.usualAnswer = PlayedSink.TAKEN;

    List<DeltaMessage> heard = new ArrayList<>(bench.exchange());
    while (heard.getLast().kind() != Kind.WATERMARK || heard.getLast().input() < 10_001) {
      heard.addAll(bench.exchange());
    }
    assertThat(timesOf("late", heard)).startsWith(60_000L, 60_000L);
  }

  @Test
  void rowLongerThanThePublicationTakesIsLeftOutAndTheOthersGo() {
    bench.sink.maxMessage = SHORT_TERM_MESSAGE;
    table.event("ann");
    for (int item = 0; item < 40; item++) {
      table.event("reader", "x".repeat(250) + item);
    }
    table.event("bob");

    List<DeltaMessage> heard = bench.exchange();
    assertThat(heard).extracting(DeltaMessage::id).containsExactly("", "ann", "bob", "");
    assertThat(heard).extracting(DeltaMessage::sequence).containsExactly(0L, 1L, 3L, 4L);
    assertThat(bench.count("eddyline.delta.dropped")).isEqualTo(1);
    table.event("ann");
    assertThat(bench.exchange()).extracting(DeltaMessage::sequence).containsExactly(5L, 6L);
  }

  @Test
  void batchThatThePublicationRefusesIsDroppedOnce() {
    table.event("ann");
    bench.tasks.beforePoll();
    bench.sink.refuses = true;
    assertThatThrownBy(bench::turn).isInstanceOf(IllegalArgumentException.class);
    bench.sink.refuses = false;
    table.event("bob");

    assertThat(bench.exchange()).extracting(DeltaMessage::sequence).containsExactly(3L, 4L);
    assertThat(bench.count("eddyline.delta.dropped")).isEqualTo(3);
  }

  @Test
  void handOverThatFailsIsForgottenAndReadersSeeAGap() {
    bench.exchange();
    table.event("ann");
    table.event("bob");
    table.fails = true;
    bench.tasks.beforePoll();
    bench.tasks.beforePoll();
    table.fails = false;
    table.event("cid");

    List<DeltaMessage> heard = bench.exchange();
    assertThat(heard).extracting(DeltaMessage::id).containsExactly("cid", "");
    assertThat(heard).extracting(DeltaMessage::sequence).containsExactly(4L, 5L);
    assertThat(heard.getLast().input()).isEqualTo(2);
    assertThat(bench.count("eddyline.delta.hand.over.failures")).isEqualTo(2);
  }
}
