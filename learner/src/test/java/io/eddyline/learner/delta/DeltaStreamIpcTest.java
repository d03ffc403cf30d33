package io.eddyline.learner.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.delta.DeltaReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tasks, the agent on its thread and a reader, with a real media driver between them. */
final class DeltaStreamIpcTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int EVENTS = 3000;

  private final HeardDeltas heard = new HeardDeltas();
  private final DeltaReader reader = new DeltaReader();
  private final FragmentAssembler assembler =
      new FragmentAssembler(
          (buffer, offset, length, _) -> reader.read(buffer, offset, length, heard));

  @Test
  void readerHearsEveryTaskWithoutAGapAndThePartitionThatMovedInItsNewEpoch() {
    DeltaConfig config = RecordSettings.bind(DeltaConfig.class, Map.of("beside-interval-ms", "0"));
    DeltaTasks tasks =
        new DeltaTasks(
            config, new DeltaMetrics(new SimpleMeterRegistry()), SystemEpochClock.INSTANCE);
    AeronConfig aeron = AeronConfig.inProcess();
    try (AeronLink link = AeronLink.open(aeron);
        Subscription subscription =
            requireNonNull(link.client())
                .addSubscription(DeltaChannels.ipc(aeron), DeltaChannels.streamId("main"));
        AgentRunner runner =
            new AgentRunner(
                AeronLink.idle(),
                failure -> {
                  throw new AssertionError(failure);
                },
                null,
                new CompositeAgent(
                    new DeltaPublisherAgent(
                        tasks,
                        new AeronSink(link, config, DeltaChannels.streamId("main")),
                        7,
                        SystemEpochClock.INSTANCE),
                    new AeronDuty(
                        link,
                        new DeltaSubscriptions(link, 0, (_, _, _, _) -> {}, _ -> {}),
                        SystemNanoClock.INSTANCE)))) {
      AgentRunner.startOnThread(runner);
      Awaitility.await().atMost(LIMIT).until(() -> tasks.connection() != DeltaTasks.NOBODY);

      play(tasks, subscription, 0, 5);
      play(tasks, subscription, 1, 5);
      play(tasks, subscription, 0, 6);
    }

    Map<List<Long>, Long> next = new HashMap<>();
    for (DeltaMessage message : heard.messages) {
      List<Long> stream = List.of((long) message.partition(), message.epoch());
      assertThat(message.sequence())
          .as("number in the stream %s", stream)
          .isEqualTo(next.merge(stream, 1L, Long::sum) - 1);
    }
    assertThat(next.keySet())
        .containsExactlyInAnyOrder(List.of(0L, 5L), List.of(1L, 5L), List.of(0L, 6L));
  }

  /* Hears until the watermark says that nothing is missing. */
  private void play(DeltaTasks tasks, Subscription subscription, int partition, long epoch) {
    SmallTable table = new SmallTable(tasks, partition, epoch);
    Map<String, Long> expected = new HashMap<>();
    for (int event = 0; event < EVENTS; event++) {
      String user = "user-" + event % 700;
      table.event(user);
      expected.put(user, table.users.updates(table.users.find(user)));
      int _ = subscription.poll(assembler, 10);
    }
    tasks.beforePoll();
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              int _ = subscription.poll(assembler, 100);
              tasks.beforePoll();
              return isHeard(partition, epoch);
            });
    table.deltas.close();

    Map<String, Long> rows = new HashMap<>();
    for (DeltaMessage message : heard.messages) {
      if (message.kind() == Kind.USER
          && message.partition() == partition
          && message.epoch() == epoch) {
        rows.put(message.id(), message.updates());
      }
    }
    assertThat(rows).isEqualTo(expected);
  }

  private boolean isHeard(int partition, long epoch) {
    DeltaMessage last = heard.messages.isEmpty() ? null : heard.messages.getLast();
    return last != null
        && last.kind() == Kind.WATERMARK
        && last.partition() == partition
        && last.epoch() == epoch
        && last.input() == EVENTS - 1;
  }
}
