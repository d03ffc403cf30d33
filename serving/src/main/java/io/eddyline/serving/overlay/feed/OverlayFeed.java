package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.aeron.DeltaTransport;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.Overlay;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the overlay of one model up to date, from its learners' streams and its row topics.
 *
 * <p>Threading: thread-safe; closed once.
 */
final class OverlayFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OverlayFeed.class);
  private static final int PIECES = 64;
  private static final String IN_PROCESS = "this process";

  private final OverlayAgent agent;
  private final AgentRunner runner;
  private final LogReader reader;
  private final @Nullable DeltaSubscriptions streams;
  private final @Nullable PresenceFollower presence;
  private final ModelEvents events;
  private final FeedMeters meters;
  private final FeedState state;

  /**
   * Where rows come from.
   *
   * @param topics of the model whose rows these are
   * @param rows makes what reads the row topics: committed records, no group, no reset of offsets
   * @param presence makes what reads the learners' presence from its beginning; not called unless
   *     the streams go over UDP
   * @param aeron null to read the row topics alone
   */
  record Sources(
      TopicCatalogue topics,
      Supplier<Consumer<byte[], byte[]>> rows,
      Supplier<Consumer<byte[], byte[]>> presence,
      @Nullable AeronLink aeron) {
    /** The same of another model. */
    Sources of(String model) {
      return new Sources(new TopicCatalogue(topics.config(), model), rows, presence, aeron);
    }
  }

  /** What the feeds of all models share. */
  record Shared(OverlayFeedConfig config, ReceivePorts ports, FeedMeters meters) {}

  private OverlayFeed(Overlay overlay, Sources sources, Shared shared) {
    OverlayFeedConfig config = shared.config();
    TopicCatalogue topics = sources.topics();
    this.meters = shared.meters();
    List<RowPartition> partitions = RowPartition.all(topics);
    Watermarks watermarks = new Watermarks(partitions, topics.events().partitions());
    Waiters waiters = new Waiters(watermarks, config.maxWaiters());
    this.events = new ModelEvents(watermarks, waiters);
    BlockingQueue<LogPiece> pieces = new ArrayBlockingQueue<>(PIECES);
    this.reader = new LogReader(sources.rows().get(), topics, pieces, meters);
    this.state = meters.begin();
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
                aeron,
                DeltaChannels.streamId(topics.model()),
                adapter,
                session -> lostSession(session));
    this.agent =
        new OverlayAgent(
            feeds,
            new OverlayAgent.Inputs(
                aeron == null || streams == null ? null : new LearnerStreams(aeron, streams),
                adapter,
                pieces),
            new OverlayAgent.Outputs(overlay, newRows, watermarks, waiters, state),
            new OverlayAgent.Clocks(SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE),
            config.staleAfterMs());
    this.presence = presence(sources, shared);
    this.runner =
        new AgentRunner(
            AeronLink.idle(),
            failure -> log.error("the overlay's duty cycle failed", failure),
            null,
            agent);
  }

  /** Starts to hear learners; nothing is read before a version is followed. */
  static OverlayFeed start(Overlay overlay, Sources sources, Shared shared) {
    OverlayFeed feed = new OverlayFeed(overlay, sources, shared);
    feed.reader.start();
    var _ = AgentRunner.startOnThread(feed.runner, Thread.ofPlatform().daemon(true).factory());
    feed.listen(sources.aeron());
    return feed;
  }

  private void lostSession(int sessionId) {
    agent.lostSession(sessionId);
  }

  private @Nullable PresenceFollower presence(Sources sources, Shared shared) {
    AeronLink aeron = sources.aeron();
    if (streams == null || aeron == null || aeron.config().transport() == DeltaTransport.IPC) {
      return null;
    }
    return new PresenceFollower(
        sources.presence().get(),
        sources.topics(),
        streams::follow,
        shared.config().maxLearners(),
        shared.ports(),
        SystemEpochClock.INSTANCE);
  }

  private void listen(@Nullable AeronLink aeron) {
    if (presence != null) {
      presence.start();
    } else if (streams != null && aeron != null) {
      streams.follow(Map.of(IN_PROCESS, DeltaChannels.ipc(aeron.config())));
    }
  }

  /** What the answers of the model's versions have of the events. */
  ModelEvents events() {
    return events;
  }

  /**
   * Lays rows over one of the model's versions from now on.
   *
   * @return done once the overlay has everything that the version does not hold
   */
  CompletableFuture<Boolean> follow(LoadedModel version) {
    return agent.follow(version);
  }

  /** Whether the overlay has everything that the loaded versions did not hold. */
  boolean isComplete() {
    return agent.isComplete();
  }

  /** Ends in order: no new rows, no more waiting, no more learners. */
  @Override
  public void close() {
    reader.close();
    runner.close();
    if (streams != null) {
      streams.close();
    }
    if (presence != null) {
      presence.close();
    }
    meters.end(state);
  }
}
