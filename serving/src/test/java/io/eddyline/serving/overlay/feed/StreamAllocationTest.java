package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aeron.Publication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.sbe.Side;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A turn of the agent allocates nothing when its messages come over Aeron, whatever the compilers
 * have done: orders, subscriptions, Aeron's poll, the rows' partition, the watermark that requests
 * see.
 *
 * <p>The media driver has threads of its own here. The embedded one is run by the agent and makes
 * two iterators a turn, for its receiver's and its sender's channels (Aeron 1.51, {@code
 * DataTransportPoller} and {@code ControlTransportPoller}): 64 bytes, until the compiler does
 * without one or both.
 */
class StreamAllocationTest {
  private static final long EPOCH = 9;
  private static final int STREAM = DeltaChannels.streamId("main");
  private static final int PERIODS = 10;
  private static final int TURNS = 2_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void aTurnThatBringsAWatermarkCostsNothing() {
    String directory = folder.resolve("aeron").toString();
    try (MediaDriver driver = launch(directory);
        AeronLink link = AeronLink.open(config(driver));
        Publication publication =
            requireNonNull(link.client()).addPublication(channel(link), STREAM)) {
      LiveFeed feed = new LiveFeed(place(), EPOCH, streams(link));
      WrittenMessages messages = new WrittenMessages(new DeltaStream(7, Side.USER, 0, EPOCH));
      awaitHeard(publication, messages, feed);

      long least = Long.MAX_VALUE;
      for (int period = 0; period < PERIODS; period++) {
        least = Math.min(least, bytesOf(publication, messages, feed));
      }

      awaitApplied(feed, messages);
      assertThat(least).as("bytes of the least of %d periods", PERIODS).isZero();
    }
  }

  private static MediaDriver launch(String directory) {
    return MediaDriver.launch(
        new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .threadingMode(ThreadingMode.SHARED)
            .termBufferSparseFile(true)
            .dirDeleteOnShutdown(true));
  }

  private static AeronConfig config(MediaDriver driver) {
    return RecordSettings.bind(
        AeronConfig.class,
        Map.of(
            "transport",
            "ipc",
            "embedded-driver",
            "false",
            "directory",
            driver.aeronDirectoryName()));
  }

  private static String channel(AeronLink link) {
    return DeltaChannels.ipc(link.config());
  }

  private static RowPartition place() {
    return new RowPartition(io.eddyline.serving.overlay.Side.USER, 0);
  }

  private static Function<DeltaAdapter, @Nullable LearnerStreams> streams(AeronLink link) {
    return adapter -> {
      DeltaSubscriptions subscriptions = new DeltaSubscriptions(link, STREAM, adapter, _ -> {});
      subscriptions.follow(Map.of("learner", channel(link)));
      return new LearnerStreams(link, subscriptions);
    };
  }

  /** What the agent's turns allocate while each message is sent before one of them. */
  private long bytesOf(Publication publication, WrittenMessages messages, LiveFeed feed) {
    long spent = 0;
    for (int turn = 0; turn < TURNS; turn++) {
      messages.watermark();
      send(publication, messages, feed);
      long before = threads.getCurrentThreadAllocatedBytes();
      feed.turn();
      spent += threads.getCurrentThreadAllocatedBytes() - before;
    }
    return spent;
  }

  private static void send(Publication publication, WrittenMessages messages, LiveFeed feed) {
    while (publication.offer(messages.batch().buffer(), 0, messages.batch().length()) < 0) {
      feed.turn();
    }
  }

  /* The publication is connected before the reader has its image. */
  private static void awaitHeard(Publication publication, WrittenMessages messages, LiveFeed feed) {
    await(feed, publication::isConnected);
    messages.watermark();
    send(publication, messages, feed);
    awaitApplied(feed, messages);
  }

  private static void awaitApplied(LiveFeed feed, WrittenMessages messages) {
    await(feed, () -> feed.watermarks.applied(2) == messages.input());
  }

  private static void await(LiveFeed feed, BooleanSupplier condition) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              feed.turn();
              return condition.getAsBoolean();
            });
  }
}
