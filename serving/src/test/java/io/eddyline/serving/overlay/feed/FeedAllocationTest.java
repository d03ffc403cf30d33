package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * What the agent that reads the streams allocates once it is warm: nothing of its own, from a batch
 * to the watermark that requests see; {@link StreamAllocationTest} has the way to there. The
 * exception is what the overlay keeps of a row: its vectors, its lists and their records, and an
 * array more for each list.
 */
class FeedAllocationTest {
  private static final long EPOCH = 9;
  private static final int SESSION = 5;
  private static final int MESSAGES = 2_000;
  private static final int ROUNDS = 60;
  private static final long FREE = 1_000;
  private static final int DIMENSION = WrittenMessages.DIMENSION;
  /* Until the code is compiled that does without its iterators and boxes: the compilers may have
   * other work. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static WrittenMessages messages(io.eddyline.schemas.delta.sbe.Side side) {
    return new WrittenMessages(new DeltaStream(7, side, 0, EPOCH));
  }

  private static WrittenMessages usersMessages() {
    return messages(io.eddyline.schemas.delta.sbe.Side.USER);
  }

  private static LiveFeed feed(Side side) {
    return new LiveFeed(new RowPartition(side, 0), EPOCH);
  }

  @Test
  void watermarksAndIdleTurnsCostNothing() {
    LiveFeed feed = feed(Side.USER);
    WrittenMessages messages = usersMessages();

    long least = leastOfReading(feed, messages, messages::watermark, FREE);

    assertThat(feed.watermarks.applied(2)).isEqualTo(messages.input());
    assertThat(least).as("bytes of %d watermarks", MESSAGES).isLessThan(FREE);
  }

  @Test
  void usersRowsCostWhatTheyKeepAndAnArrayMoreForEachList() {
    Overlay other = LiveFeed.overlay();
    String[] names = names("item-", WrittenMessages.HISTORY);
    String[] users = names("user-", WrittenMessages.IDS);
    long kept =
        leastOfKeeping(
            update -> {
              boolean _ =
                  other.put(
                      new OverlayUser(
                          users[update % users.length],
                          origin(update),
                          new float[DIMENSION],
                          List.of(names.clone()),
                          List.of(names.clone()),
                          0,
                          0,
                          new EventTimes(100, 200, 300)));
              other.changed();
            });
    LiveFeed feed = feed(Side.USER);
    WrittenMessages messages = usersMessages();

    long read = leastOfReading(feed, messages, messages::user, kept + FREE);

    assertThat(feed.overlay.userCount()).isEqualTo(WrittenMessages.IDS);
    assertThat(read).as("bytes of %d rows", MESSAGES).isLessThan(kept + FREE);
  }

  @Test
  void itemsRowsCostWhatTheyKeep() {
    Overlay other = LiveFeed.overlay();
    String[] items = names("item-", WrittenMessages.IDS);
    long kept =
        leastOfKeeping(
            update -> {
              boolean _ =
                  other.put(
                      new OverlayItem(
                          items[update % items.length],
                          origin(update),
                          new float[DIMENSION],
                          new float[DIMENSION],
                          new float[DIMENSION],
                          update,
                          1,
                          update));
              other.changed();
            });
    LiveFeed feed = feed(Side.ITEM);
    WrittenMessages messages = messages(io.eddyline.schemas.delta.sbe.Side.ITEM);

    long read = leastOfReading(feed, messages, messages::item, kept + FREE);

    assertThat(feed.overlay.itemCount()).isEqualTo(WrittenMessages.IDS);
    assertThat(read).as("bytes of %d rows", MESSAGES).isLessThan(kept + FREE);
  }

  private static String[] names(String prefix, int count) {
    String[] names = new String[count];
    Arrays.setAll(names, k -> prefix + k);
    return names;
  }

  private static RowOrigin origin(long update) {
    return new RowOrigin(0, new RowVersion(EPOCH, update), update);
  }

  private long bytesOf(IntConsumer work, int times) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < times; k++) {
      work.accept(k);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** Bytes of the round in which a reader allocated least, until they are below a bound. */
  private long leastOfReading(
      LiveFeed feed, WrittenMessages messages, Runnable message, long bound) {
    long least = Long.MAX_VALUE;
    UnsafeBuffer[] batches = new UnsafeBuffer[MESSAGES];
    long endNs = System.nanoTime() + LIMIT.toNanos();
    while (least >= bound && System.nanoTime() < endNs) {
      for (int k = 0; k < MESSAGES; k++) {
        message.run();
        batches[k] = messages.copy();
      }
      least =
          Math.min(
              least,
              bytesOf(
                  k -> {
                    feed.adapter.onBatch(batches[k], 0, batches[k].capacity(), SESSION);
                    feed.turn();
                  },
                  MESSAGES));
    }
    return least;
  }

  /** Bytes of the round that allocated least for rows with updates from 1 on. */
  private long leastOfKeeping(IntConsumer put) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      int first = 1 + round * MESSAGES;
      least = Math.min(least, bytesOf(k -> put.accept(first + k), MESSAGES));
    }
    return least;
  }
}
