package io.eddyline.learner.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.aeron.Subscription;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.config.RecordSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SystemNanoClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the sending agent allocates in a turn once it is warm, with all that it does on its thread:
 * it empties the queues, writes batches, offers them to Aeron and runs the media driver.
 */
@SuppressWarnings("NullAway.Init") // set before each test
final class PublisherAllocationTest {
  private static final int STREAM = DeltaChannels.streamId("main");
  private static final int DIMENSION = 8;
  private static final int ROWS = 300;
  private static final int TURNS = 2_000;
  /* Until the code is compiled that does without its iterators and boxes: the compilers may have
   * other work. */
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long FREE = 1_000;
  private static final int LEAST_MESSAGES = TURNS / 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DeltaConfig config =
      RecordSettings.bind(DeltaConfig.class, Map.of("beside-interval-ms", "0"));
  private final DeltaTasks tasks =
      new DeltaTasks(config, new DeltaMetrics(registry), () -> this.nowMs);
  private final SmallTable table = new SmallTable(tasks, 0, 5);
  private final ItemTable items =
      new ItemTable(new FirstVector(7, DIMENSION), new PopularityDecay(500, 50, 1));
  private final ItemDeltas itemDeltas = tasks.add(items, DIMENSION, 0, 5, table);
  private final int[] userRows = new int[ROWS];
  private final int[] itemRows = new int[ROWS];
  private long nowMs = 1_000_000;
  private long heard;
  private int rounds;
  private AeronLink link;
  private Subscription subscription;
  private CompositeAgent agent;

  @BeforeEach
  void connect() {
    for (int k = 0; k < ROWS; k++) {
      userRows[k] = table.users.findOrAdd("user-" + k);
      itemRows[k] = items.findOrAdd("item-" + k);
    }
    link = AeronLink.open(AeronConfig.inProcess());
    subscription =
        requireNonNull(link.client()).addSubscription(DeltaChannels.ipc(link.config()), STREAM);
    agent =
        new CompositeAgent(
            new DeltaPublisherAgent(
                tasks, new AeronSink(link, config, STREAM), DeltaBench.PUBLISHER, () -> nowMs),
            new AeronDuty(
                link,
                new DeltaSubscriptions(link, STREAM + 1, (_, _, _, _) -> {}, _ -> {}),
                SystemNanoClock.INSTANCE));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInSameThread()
        .until(
            () -> {
              work();
              return tasks.connection() != DeltaTasks.NOBODY;
            });
  }

  @AfterEach
  void disconnect() {
    agent.onClose();
    link.close();
  }

  @Test
  void rowsOfBothSidesCostNothing() {
    long least = leastOf(turn -> train(turn % ROWS));

    assertThat(least).as("bytes of %d turns", TURNS).isLessThan(FREE);
    assertThat(heard).isGreaterThan((long) LEAST_MESSAGES * rounds);
    assertThat(sent("user")).isGreaterThanOrEqualTo(TURNS);
    assertThat(sent("item")).isGreaterThanOrEqualTo(TURNS);
  }

  @Test
  void watermarksThatAreSaidAgainCostNothing() {
    train(0);
    long least = leastOf(_ -> {});

    assertThat(least).as("bytes of %d turns", TURNS).isLessThan(FREE);
    assertThat(heard).isGreaterThan((long) LEAST_MESSAGES * rounds);
    assertThat(sent("user")).isEqualTo(1);
  }

  private void train(int k) {
    table.event(userRows[k]);
    items.countTrainedPair(itemRows[k]);
    items.changed(itemRows[k]);
    itemDeltas.changed(itemRows[k]);
    itemDeltas.contextChanged(itemRows[(k + 1) % ROWS]);
  }

  private double sent(String side) {
    return registry.get("eddyline.delta.sent.rows").tag("side", side).counter().count();
  }

  /** Bytes that the agent allocated in the round in which it allocated least. */
  private long leastOf(IntConsumer change) {
    long least = Long.MAX_VALUE;
    long endNs = System.nanoTime() + LIMIT.toNanos();
    for (rounds = 0; least >= FREE && System.nanoTime() < endNs; rounds++) {
      long spent = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        change.accept(turn);
        tasks.beforePoll();
        nowMs++;
        long before = threads.getCurrentThreadAllocatedBytes();
        work();
        spent += threads.getCurrentThreadAllocatedBytes() - before;
        heard += subscription.poll((_, _, _, _) -> {}, Integer.MAX_VALUE);
      }
      least = Math.min(least, spent);
    }
    return least;
  }

  private void work() {
    try {
      int _ = agent.doWork();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
