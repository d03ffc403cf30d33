package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What the agent that reads the streams allocates once it is warm. */
class FeedAllocationTest {
  private static final RowPartition PLACE =
      new RowPartition(io.eddyline.serving.overlay.Side.USER, 0);
  private static final long EPOCH = 9;
  private static final int SESSION = 5;
  private static final int MESSAGES = 2_000;
  private static final int ROUNDS = 60;
  private static final int USERS = 50;
  private static final int HISTORY = 20;
  private static final int DIMENSION = 16;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final DeltaStream stream = new DeltaStream(7, Side.USER, 0, EPOCH);
  private final DeltaBatch batch = new DeltaBatch();
  private final Overlay overlay = overlay();
  private final Watermarks watermarks = new Watermarks(List.of(PLACE), 4);
  private final DeltaAdapter adapter;
  private final OverlayAgent agent;
  private long nowNs;
  private long input;

  FeedAllocationTest() {
    FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
    NewRows newRows = new NewRows(overlay, meters);
    long[] reading = {0};
    RowLog log =
        new RowLog() {
          @Override
          public void read(RowPartition partition, long offset, long number) {
            reading[0] = number;
          }

          @Override
          public void stop(RowPartition partition) {}
        };
    PartitionFeeds feeds =
        new PartitionFeeds(
            List.of(PLACE), new PartitionFeed.Parts(overlay, watermarks, log, newRows, meters));
    adapter = new DeltaAdapter(feeds, meters);
    agent =
        new OverlayAgent(
            feeds,
            new OverlayAgent.Inputs(null, adapter, new ArrayDeque<>()),
            new OverlayAgent.Outputs(
                overlay, newRows, watermarks, new Waiters(watermarks, 4), meters.begin()),
            new OverlayAgent.Clocks(() -> nowNs, () -> nowNs / 1_000_000),
            10_000);
    feeds.forEach(feed -> feed.want(0, nowNs));
    AppliedMark mark = AppliedMark.of(EPOCH, 1, Map.of(), 1);
    feeds.forEach(
        feed -> feed.onPiece(new LogPiece(PLACE, reading[0], List.of(), mark, true), nowNs));
  }

  private static Overlay overlay() {
    return new Overlay(new OverlayConfig(1_000, 10), new SimpleMeterRegistry());
  }

  @Test
  void watermarksAndIdleTurnsCostNothing() {
    long least =
        least(
            () -> written(this::watermark),
            batches -> {
              for (UnsafeBuffer message : batches) {
                arrive(message);
                turn();
              }
            });

    assertThat(watermarks.applied(2)).isEqualTo(input);
    assertThat(least).as("bytes of %d watermarks", MESSAGES).isLessThan(1_000);
  }

  @Test
  void rowsCostWhatTheyKeepAndAnArrayMoreForEachList() {
    long read =
        least(
            () -> written(this::user),
            batches -> {
              for (UnsafeBuffer message : batches) {
                arrive(message);
                turn();
              }
            });

    Overlay other = overlay();
    String[] names = new String[HISTORY];
    Arrays.setAll(names, k -> "item-" + k);
    String[] users = new String[USERS];
    Arrays.setAll(users, k -> "user-" + k);
    long[] updates = {0};
    long kept =
        least(
            List::of,
            _ -> {
              for (int k = 0; k < MESSAGES; k++) {
                updates[0]++;
                boolean _ =
                    other.put(
                        new OverlayUser(
                            users[k % USERS],
                            new RowOrigin(0, new RowVersion(EPOCH, updates[0]), updates[0]),
                            new float[DIMENSION],
                            List.of(names.clone()),
                            List.of(names.clone()),
                            0,
                            0,
                            new EventTimes(100, 200, 300)));
                other.changed();
              }
            });

    assertThat(overlay.userCount()).isEqualTo(USERS);
    assertThat(read).as("bytes of %d rows", MESSAGES).isLessThan(kept + 1_000);
  }

  /** Bytes of the round that allocated least. */
  private long least(Supplier<List<UnsafeBuffer>> prepare, Consumer<List<UnsafeBuffer>> work) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      List<UnsafeBuffer> batches = prepare.get();
      long before = threads.getCurrentThreadAllocatedBytes();
      work.accept(batches);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void arrive(UnsafeBuffer message) {
    adapter.onBatch(message, 0, message.capacity(), SESSION);
  }

  private void turn() {
    nowNs += 1_000_000;
    int _ = agent.doWork();
  }

  private List<UnsafeBuffer> written(IntConsumer message) {
    UnsafeBuffer[] messages = new UnsafeBuffer[MESSAGES];
    for (int k = 0; k < MESSAGES; k++) {
      input++;
      message.accept(k);
      byte[] bytes = new byte[batch.length()];
      batch.buffer().getBytes(0, bytes);
      messages[k] = new UnsafeBuffer(bytes);
      batch.clear();
    }
    return List.of(messages);
  }

  private void watermark(int k) {
    var message = batch.beginWatermark(stream).appliedInput(input).livePairs(0).atMs(k);
    var sources = message.sourcesCount(4);
    for (int source = 0; source < 4; source++) {
      sources.next().partition(source).offset(input);
    }
    batch.end(message, stream);
  }

  private void user(int k) {
    var message = batch.beginUserRow(stream);
    message
        .updates(input)
        .appliedInput(input)
        .appendedAtMs(100)
        .cleanedAtMs(200)
        .trainedAtMs(300)
        .firstSeenBlock(0)
        .nextSeenBlock(0);
    var history = message.historyCount(HISTORY);
    for (int item = 0; item < HISTORY; item++) {
      history.next().weight(1).eventTimeMs(1).itemId("item-" + item);
    }
    var seen = message.seenTailCount(HISTORY);
    for (int item = 0; item < HISTORY; item++) {
      seen.next().itemId("item-" + item);
    }
    byte[] vector = new byte[DIMENSION * Float.BYTES];
    message.putVector(vector, 0, vector.length).userId("user-" + k % USERS);
    batch.end(message, stream);
  }
}
