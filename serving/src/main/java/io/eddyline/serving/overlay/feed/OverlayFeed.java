package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.aeron.DeltaTransport;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.model.CatalogueFeed;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.Overlay;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the overlay up to date, from the learners' streams and the row topics.
 *
 * <p>Threading: thread-safe; closed once.
 */
public final class OverlayFeed implements CatalogueFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OverlayFeed.class);
  private static final int PIECES = 64;
  private static final String IN_PROCESS = "this process";

  private final OverlayFeedConfig config;
  private final String model;
  private final OverlayAgent agent;
  private final AgentRunner runner;
  private final LogReader reader;
  private final @Nullable DeltaSubscriptions streams;
  private final @Nullable PresenceFollower presence;
  private final AppliedEvents applied;
  private final AtomicReference<@Nullable Long> firstFollowedNs = new AtomicReference<>();
  private volatile boolean ready;

  /**
   * Where rows come from.
   *
   * @param topics of the model whose rows these are
   * @param rows reads the row topics: committed records, no group, no reset of offsets
   * @param presence makes what reads the learners' presence from its beginning; not called unless
   *     the streams go over UDP
   * @param aeron null to read the row topics alone
   */
  public record Sources(
      TopicCatalogue topics,
      Consumer<byte[], byte[]> rows,
      Supplier<Consumer<byte[], byte[]>> presence,
      @Nullable AeronLink aeron) {}

  private OverlayFeed(
      OverlayFeedConfig config, Overlay overlay, Sources sources, MeterRegistry registry) {
    this.config = config;
    this.model = sources.topics().model();
    FeedMeters meters = new FeedMeters(registry);
    List<RowPartition> partitions = RowPartition.all(sources.topics());
    Watermarks watermarks = new Watermarks(partitions, sources.topics().events().partitions());
    Waiters waiters = new Waiters(watermarks, config.maxWaiters());
    this.applied = new AppliedEvents(model, watermarks, waiters, config.maxWaitMs());
    BlockingQueue<LogPiece> pieces = new ArrayBlockingQueue<>(PIECES);
    this.reader = new LogReader(sources.rows(), sources.topics(), pieces, meters);
    NewRows newRows = new NewRows(overlay, meters);
    PartitionFeeds feeds =
        new PartitionFeeds(
            partitions, new PartitionFeed.Parts(overlay, watermarks, reader, newRows, meters));
    DeltaAdapter adapter = new DeltaAdapter(feeds, meters);
    AeronLink aeron = sources.aeron();
    this.streams =
        aeron == null
            ? null
            : new DeltaSubscriptions(
                aeron, DeltaChannels.streamId(model), adapter, session -> lostSession(session));
    this.agent =
        new OverlayAgent(
            feeds,
            new OverlayAgent.Inputs(
                aeron == null || streams == null ? null : new LearnerStreams(aeron, streams),
                adapter,
                pieces),
            new OverlayAgent.Outputs(overlay, newRows, watermarks, waiters, meters),
            new OverlayAgent.Clocks(SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE),
            config.staleAfterMs());
    this.presence = presence(sources);
    this.runner =
        new AgentRunner(
            AeronLink.idle(),
            failure -> log.error("the overlay's duty cycle failed", failure),
            null,
            agent);
  }

  /** Starts to hear learners; nothing is read before a version is followed. */
  public static OverlayFeed start(
      OverlayFeedConfig config, Overlay overlay, Sources sources, MeterRegistry registry) {
    OverlayFeed feed = new OverlayFeed(config, overlay, sources, registry);
    feed.reader.start();
    var _ = AgentRunner.startOnThread(feed.runner, Thread.ofPlatform().daemon(true).factory());
    feed.listen(sources.aeron());
    return feed;
  }

  private void lostSession(int sessionId) {
    agent.lostSession(sessionId);
  }

  private @Nullable PresenceFollower presence(Sources sources) {
    AeronLink aeron = sources.aeron();
    if (streams == null || aeron == null || aeron.config().transport() == DeltaTransport.IPC) {
      return null;
    }
    return new PresenceFollower(
        sources.presence().get(),
        sources.topics(),
        streams::follow,
        config,
        SystemEpochClock.INSTANCE);
  }

  private void listen(@Nullable AeronLink aeron) {
    if (presence != null) {
      presence.start();
    } else if (streams != null && aeron != null) {
      streams.follow(Map.of(IN_PROCESS, DeltaChannels.ipc(aeron.config())));
    }
  }

  /** What the answers have of the events. */
  public AppliedEvents applied() {
    return applied;
  }

  /**
   * Whether the overlay has once had everything that the loaded versions did not hold, or could not
   * get it within the time for it.
   */
  public boolean isReady() {
    if (ready) {
      return true;
    }
    Long sinceNs = firstFollowedNs.get();
    if (sinceNs == null) {
      return false;
    }
    boolean late =
        System.nanoTime() - sinceNs > TimeUnit.MILLISECONDS.toNanos(config.maxCatchUpMs());
    if (late && !agent.isComplete()) {
      log.warn(
          "ready, although the row topics were not read within {} ms: answers say how far behind"
              + " they are",
          config.maxCatchUpMs());
    }
    ready = late || agent.isComplete();
    return ready;
  }

  /**
   * Lays rows over a version. Of another model than the feed's there are none. After the first
   * version this waits, within a bound, for what an older one lacks.
   */
  @Override
  public void follow(LoadedModel version) {
    if (!version.name().equals(model)) {
      log.warn(
          "version {} of {} is answered without newer rows, which are those of {}",
          version.version(),
          version.name(),
          model);
      return;
    }
    boolean first = firstFollowedNs.compareAndSet(null, System.nanoTime());
    CompletableFuture<Boolean> caughtUp = agent.follow(version);
    if (!first) {
      await(caughtUp, version);
    }
  }

  private void await(CompletableFuture<Boolean> caughtUp, LoadedModel version) {
    try {
      var _ = caughtUp.get(config.maxCatchUpMs(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn(
          "version {} has not got its newer rows within {} ms",
          version.version(),
          config.maxCatchUpMs());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent completes without failures", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends in order: no new learners, no new rows, no more waiting. */
  @Override
  public void close() {
    if (presence != null) {
      presence.close();
    }
    reader.close();
    runner.close();
    if (streams != null) {
      streams.close();
    }
  }
}
