package io.eddyline.learner.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.delta.DeltaReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The media driver ends under the sending agent, and another one comes in its place. */
final class LostDriverTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int STREAM = DeltaChannels.streamId("main");
  private static final int EVENTS = 1_000;

  @TempDir Path root;

  private final DeltaConfig config = RecordSettings.bind(DeltaConfig.class, Map.of());
  private final DeltaTasks tasks =
      new DeltaTasks(
          config, new DeltaMetrics(new SimpleMeterRegistry()), SystemEpochClock.INSTANCE);

  @Test
  void trainingGoesOnAndReadersOfTheNextDriverHearAWatermarkOfAllThatWasTrained() {
    AeronConfig aeron =
        RecordSettings.bind(
            AeronConfig.class,
            Map.of(
                "transport",
                "ipc",
                "embedded-driver",
                "false",
                "directory",
                root.resolve("driver").toString()));
    SmallTable table = new SmallTable(tasks, 0, 5);
    MediaDriver first = driver(aeron);
    try (AeronLink link = AeronLink.open(aeron);
        AgentRunner _ = agent(link)) {
      Subscription before = subscribe(link);
      awaitHeard(true);
      train(table);

      first.close();
      awaitHeard(false);
      assertThat(before.isClosed()).isTrue();
      train(table);
      train(table);

      try (MediaDriver _ = driver(aeron)) {
        Awaitility.await().atMost(LIMIT).until(link::isConnected);
        Subscription after = subscribe(link);
        awaitHeard(true);
        train(table);
        assertThat(lastWatermark(after)).isEqualTo(4 * EVENTS - 1);
      }
    }
  }

  private static MediaDriver driver(AeronConfig aeron) {
    return MediaDriver.launch(
        new MediaDriver.Context()
            .aeronDirectoryName(aeron.directory())
            .threadingMode(ThreadingMode.SHARED)
            .sharedIdleStrategy(AeronLink.idle())
            .termBufferSparseFile(true)
            .dirDeleteOnShutdown(true));
  }

  private AgentRunner agent(AeronLink link) {
    AgentRunner runner =
        new AgentRunner(
            AeronLink.idle(),
            tasks.metrics()::failed,
            null,
            new DeltaPublisherAgent(
                tasks, new AeronSink(link, config, STREAM), 7, SystemEpochClock.INSTANCE));
    AgentRunner.startOnThread(runner);
    return runner;
  }

  private static Subscription subscribe(AeronLink link) {
    return requireNonNull(link.client()).addSubscription(DeltaChannels.ipc(link.config()), STREAM);
  }

  private void awaitHeard(boolean isHeard) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> (tasks.connection() != DeltaTasks.NOBODY) == isHeard);
  }

  private void train(SmallTable table) {
    for (int event = 0; event < EVENTS; event++) {
      table.event("user-" + event % 50);
    }
    tasks.beforePoll();
  }

  private static long lastWatermark(Subscription subscription) {
    HeardDeltas heard = new HeardDeltas();
    DeltaReader reader = new DeltaReader();
    FragmentAssembler assembler =
        new FragmentAssembler(
            (buffer, offset, length, _) -> reader.read(buffer, offset, length, heard));
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              int _ = subscription.poll(assembler, 100);
              return !heard.messages.isEmpty()
                  && heard.messages.getLast().kind() == DeltaMessage.Kind.WATERMARK
                  && heard.messages.getLast().input() == 4 * EVENTS - 1;
            });
    return heard.messages.getLast().input();
  }
}
