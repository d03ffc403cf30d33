package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aeron.Publication;
import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.schemas.delta.sbe.Side;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DeltaPublisherAgentTest {
  private final DeltaBench bench =
      new DeltaBench(Map.of("beside-interval-ms", "0", "back-pressure-ms", "50"));

  private SmallTable table(int partition) {
    return new SmallTable(bench.tasks, partition, 100 + partition);
  }

  @Test
  void tasksHaveStreamsOfTheirOwnInSharedBatches() {
    SmallTable first = table(0);
    SmallTable second = table(1);
    first.event("ann");
    second.event("bob");
    second.event("cid");
    bench.tasks.beforePoll();
    bench.turn();

    assertThat(bench.sink.batches).hasSize(1);
    List<DeltaMessage> heard = bench.heard();
    assertThat(ofPartition(heard, 0))
        .extracting(DeltaMessage::sequence)
        .containsExactly(0L, 1L, 2L);
    assertThat(ofPartition(heard, 1))
        .extracting(DeltaMessage::sequence)
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(ofPartition(heard, 1))
        .extracting(DeltaMessage::id)
        .containsExactly("", "bob", "cid", "");
    assertThat(heard).extracting(DeltaMessage::side).containsOnly(Side.USER);
    assertThat(bench.count("eddyline.delta.sent.rows", "side", "user")).isEqualTo(3);
  }

  @Test
  void batchesGoInOnePieceUnlessARowIsLonger() {
    SmallTable table = table(0);
    for (int user = 0; user < 100; user++) {
      table.event("user-" + user);
    }
    for (int item = 0; item < 10; item++) {
      table.event("reader", "x".repeat(250) + item);
    }
    bench.tasks.beforePoll();
    bench.turn();

    assertThat(bench.sink.batches.stream().filter(it -> it.length > PlayedSink.MAX_PAYLOAD))
        .hasSize(1);
    assertThat(bench.heard()).filteredOn(it -> it.kind() == Kind.USER).hasSize(101);
  }

  @Test
  void rowThatTheStreamCannotCarrySpendsANumber() {
    SmallTable table = table(0);
    table.event("ann");
    table.event("x".repeat(257));
    table.event("bob", "y".repeat(257));
    table.event("cid");

    List<DeltaMessage> heard = bench.exchange();
    assertThat(heard).extracting(DeltaMessage::id).containsExactly("", "ann", "cid", "");
    assertThat(heard).extracting(DeltaMessage::sequence).containsExactly(0L, 1L, 4L, 5L);
  }

  @Test
  void quietTaskSaysItsWatermarkAgain() {
    SmallTable table = table(0);
    table.event("ann");
    bench.exchange();
    bench.turn();
    assertThat(bench.heard()).isEmpty();
    bench.nowMs += 10;
    bench.turn();
    bench.turn();

    List<DeltaMessage> heard = bench.heard();
    assertThat(heard).hasSize(1);
    assertThat(heard.getFirst().kind()).isEqualTo(Kind.WATERMARK);
    assertThat(heard.getFirst().sequence()).isEqualTo(3);
    assertThat(heard.getFirst().input()).isZero();
    assertThat(heard.getFirst().sources()).isEqualTo(Map.of(5, 0L));
  }

  @Test
  void taskWithoutEventsHasAWatermarkToo() {
    SmallTable _ = table(0);

    assertThat(bench.exchange())
        .extracting(DeltaMessage::kind)
        .containsExactly(Kind.START, Kind.WATERMARK);
  }

  @Test
  void waitsForReadersThatAreFullWithoutAGap() {
    SmallTable table = table(0);
    table.event("ann");
    bench.sink.usualAnswer = Publication.BACK_PRESSURED;
    assertThat(bench.exchange()).isEmpty();
    bench.nowMs += 49;
    table.event("ann");
    assertThat(bench.exchange()).isEmpty();
    bench.sink.usualAnswer = PlayedSink.TAKEN;
    bench.turn();

    List<DeltaMessage> heard = bench.heard();
    assertThat(heard).extracting(DeltaMessage::sequence).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(heard.getLast().input()).isEqualTo(1);
    assertThat(bench.count("eddyline.delta.dropped")).isZero();
  }

  @Test
  void triesAgainAtOnceWhenTheDriverIsBusy() {
    SmallTable table = table(0);
    table.event("ann");
    bench.sink.answers.add(Publication.ADMIN_ACTION);
    bench.sink.answers.add(Publication.ADMIN_ACTION);

    assertThat(bench.exchange()).hasSize(3);
  }

  @Test
  void dropsWhatReadersCannotTakeForLongAndTheWatermarkBehindTheGapCoversIt() {
    SmallTable table = table(0);
    table.event("ann");
    bench.exchange();
    bench.sink.usualAnswer = Publication.BACK_PRESSURED;
    table.event("bob");
    bench.exchange();
    bench.nowMs += 50;
    bench.turn();
    bench.sink.usualAnswer = PlayedSink.TAKEN;
    bench.nowMs += 10;
    bench.turn();

    List<DeltaMessage> heard = bench.heard();
    assertThat(heard).extracting(DeltaMessage::kind).containsOnly(Kind.WATERMARK);
    assertThat(heard.getFirst().sequence()).as("after 0 to 2, and two lost").isEqualTo(5);
    assertThat(heard.getFirst().input()).isEqualTo(1);
    assertThat(bench.count("eddyline.delta.dropped")).isEqualTo(2);
  }

  @Test
  void saysNoOldWatermarkBehindRowsThatItDoesNotCover() {
    SmallTable table = new SmallTable(bench.tasks, 0, 1);
    table.event("ann");
    bench.exchange();
    bench.sink.usualAnswer = Publication.BACK_PRESSURED;
    for (int user = 0; user < 20_000; user++) {
      table.event("user-" + user);
    }
    bench.tasks.beforePoll();
    assertThat(bench.count("eddyline.delta.full.queues")).isPositive();
    for (int turn = 0; turn < 100; turn++) {
      bench.turn();
      bench.nowMs += 50;
    }
    bench.sink.usualAnswer = PlayedSink.TAKEN;
    bench.turn();
    bench.nowMs += 10;
    bench.turn();

    long last = 0;
    for (DeltaMessage message : bench.heard()) {
      if (message.kind() == Kind.USER) {
        last = Math.max(last, message.input());
      } else {
        assertThat(message.input()).isGreaterThanOrEqualTo(last);
      }
    }
  }

  @Test
  void rowsThatFindTheQueueFullComeLaterAndOnlyThenTheWatermark() {
    SmallTable table = table(0);
    for (int round = 0; round < 3; round++) {
      for (int user = 0; user < 20_000; user++) {
        table.event("user-" + user);
      }
    }
    bench.tasks.beforePoll();
    assertThat(bench.count("eddyline.delta.full.queues")).isPositive();
    bench.turn();
    List<DeltaMessage> heard = new ArrayList<>(bench.heard());
    while (heard.getLast().kind() != Kind.WATERMARK || heard.getLast().input() < 59_999) {
      heard.addAll(bench.exchange());
    }

    assertThat(heard).extracting(DeltaMessage::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(heard.getLast().sequence()).isEqualTo(heard.size() - 1);
    assertThat(heard.stream().filter(it -> it.kind() == Kind.USER).map(DeltaMessage::id).distinct())
        .hasSize(20_000);
    assertThat(heard.stream().filter(it -> it.kind() == Kind.USER)).hasSizeLessThan(60_000);
    assertThat(bench.count("eddyline.delta.coalesced", "side", "user")).isPositive();
  }

  @Test
  void whoComesLaterMissesNumbersAndFirstHearsAWatermarkThatCoversAllBefore() {
    SmallTable table = table(0);
    table.event("ann");
    bench.exchange();
    table.event("before");
    bench.tasks.beforePoll();
    bench.sink.connected = false;
    bench.sink.usualAnswer = Publication.NOT_CONNECTED;
    bench.turn();
    table.event("between");
    bench.exchange();
    bench.sink.connected = true;
    bench.sink.usualAnswer = PlayedSink.TAKEN;
    bench.turn();
    bench.nowMs += 10;
    bench.turn();
    assertThat(bench.heard()).as("before the task knows").isEmpty();
    table.event("after");

    List<DeltaMessage> heard = bench.exchange();
    assertThat(heard).extracting(DeltaMessage::id).containsExactly("after", "");
    assertThat(heard.getFirst().sequence()).isGreaterThan(3);
    assertThat(heard.getLast().input()).isEqualTo(3);
    assertThat(bench.count("eddyline.delta.dropped")).isZero();
  }

  @Test
  void beginsThePublicationAnewWhenItIsAtItsEnd() {
    SmallTable table = table(0);
    table.event("ann");
    bench.sink.answers.add(Publication.MAX_POSITION_EXCEEDED);
    bench.exchange();
    bench.sink.answers.add(Publication.CLOSED);
    table.event("ann");
    bench.exchange();
    table.event("ann");

    assertThat(bench.exchange()).extracting(DeltaMessage::sequence).containsExactly(5L, 6L);
    assertThat(bench.sink.reopened).isEqualTo(2);
  }

  @Test
  void taskThatEndsIsForgottenOnceItsMessagesAreSent() {
    SmallTable table = table(0);
    bench.turn();
    table.event("ann");
    bench.tasks.beforePoll();
    table.deltas.close();
    bench.turn();
    bench.turn();
    bench.nowMs += 100;
    bench.turn();

    assertThat(bench.heard()).as("no watermark later").hasSize(3);
    assertThat(bench.registry.get("eddyline.delta.streams").gauge().value()).isZero();
  }

  @Test
  void allocatesNothingOnceWarm() {
    SmallTable table = table(0);
    int[] rows = new int[500];
    for (int user = 0; user < rows.length; user++) {
      rows[user] = table.users.findOrAdd("user-" + user);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    bench.sink.keepsBatches = false;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 60 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int event = 0; event < 5000; event++) {
        table.event(rows[event * 31 % rows.length]);
        if (event % 8 == 0) {
          bench.tasks.beforePoll();
          bench.nowMs++;
          bench.turn();
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of 5000 events").isLessThan(1000);
  }

  private static List<DeltaMessage> ofPartition(List<DeltaMessage> messages, int partition) {
    return messages.stream().filter(message -> message.partition() == partition).toList();
  }
}
