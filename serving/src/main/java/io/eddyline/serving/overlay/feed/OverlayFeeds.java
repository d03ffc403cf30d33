package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.VersionFeed;
import io.eddyline.serving.overlay.Overlays;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed for each model that has versions loaded, so that rows follow the model that is served:
 *
 * <pre>
 *   main   v41 ---- v42 ------------------ | closed with its last version
 *                        order: next
 *   next                 | v1: a feed begins, reads next's rows from v1's offsets
 *                        |     v1 is served once they are there ------ v2 ----
 * </pre>
 *
 * <p>Threading: thread-safe; closed once, after the last version.
 */
public final class OverlayFeeds implements VersionFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OverlayFeeds.class);

  private final OverlayFeedConfig config;
  private final Overlays overlays;
  private final OverlayFeed.Sources sources;
  private final OverlayFeed.Shared shared;
  /* Written under this object's lock. */
  private final Map<String, Followed> byModel = new ConcurrentHashMap<>();
  private final Map<String, ModelEvents> events = new ConcurrentHashMap<>();
  /* When the first version was loaded. */
  private volatile @Nullable Long sinceNs;
  private volatile boolean ready;

  /** A model's feed, and those of its versions that are not closed. */
  private record Followed(OverlayFeed feed, List<LoadedModel> versions) {}

  /**
   * @param overlays receive the rows
   * @param topics of any model
   * @param rows makes what reads row topics: committed records, no group, no reset of offsets
   * @param presence makes what reads the learners' presence from its beginning; not called unless
   *     the streams go over UDP
   * @param aeron null to read the row topics alone
   */
  public OverlayFeeds(
      OverlayFeedConfig config,
      Overlays overlays,
      TopicCatalogue topics,
      Supplier<Consumer<byte[], byte[]>> rows,
      Supplier<Consumer<byte[], byte[]>> presence,
      @Nullable AeronLink aeron,
      MeterRegistry registry) {
    this.config = config;
    this.overlays = overlays;
    this.sources = new OverlayFeed.Sources(topics, rows, presence, aeron);
    this.shared =
        new OverlayFeed.Shared(config, new ReceivePorts(config), new FeedMeters(registry));
  }

  /**
   * What the answers have of the events.
   *
   * @param served the model that answers now, null before the first
   */
  public AppliedEvents applied(Supplier<@Nullable String> served) {
    return new AppliedEvents(
        events, served, sources.topics().events().partitions(), config.maxWaitMs());
  }

  /**
   * Whether the overlay has once had everything that the first loaded version did not hold, or
   * could not get it within the time for it.
   */
  public boolean isReady() {
    Long since = sinceNs;
    if (ready || since == null) {
      return ready;
    }
    boolean complete = byModel.values().stream().anyMatch(it -> it.feed().isComplete());
    boolean late = System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(config.maxCatchUpMs());
    if (late && !complete) {
      log.warn(
          "ready, although the row topics were not read within {} ms: answers say how far behind"
              + " they are",
          config.maxCatchUpMs());
    }
    ready = late || complete;
    return ready;
  }

  /**
   * Lays its model's rows over a version. After the first version this waits, within a bound, for
   * what an older one, or one of another model, lacks.
   */
  @Override
  public void follow(LoadedModel version) {
    OverlayFeed feed = hold(version);
    CompletableFuture<Boolean> caughtUp = feed.follow(version);
    if (sinceNs == null) {
      sinceNs = System.nanoTime();
    } else {
      await(caughtUp, version);
    }
  }

  private synchronized OverlayFeed hold(LoadedModel version) {
    Followed followed = byModel.get(version.name());
    if (followed == null) {
      followed = begin(version.name());
    }
    followed.versions().add(version);
    return followed.feed();
  }

  private Followed begin(String model) {
    log.info("following the rows of model {}", model);
    OverlayFeed feed = OverlayFeed.start(overlays.begin(model), sources.of(model), shared);
    Followed followed = new Followed(feed, new ArrayList<>());
    byModel.put(model, followed);
    events.put(model, feed.events());
    return followed;
  }

  private void await(CompletableFuture<Boolean> caughtUp, LoadedModel version) {
    try {
      var _ = caughtUp.get(config.maxCatchUpMs(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.warn(
          "version {} of {} has not got its newer rows within {} ms",
          version.version(),
          version.name(),
          config.maxCatchUpMs());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the agent completes without failures", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** With the last version of a model its feed ends. */
  @Override
  public void closed(LoadedModel version) {
    OverlayFeed idle = release(version);
    if (idle != null) {
      log.info("model {} has no version any more: its rows are let go", version.name());
      idle.close();
    }
  }

  private synchronized @Nullable OverlayFeed release(LoadedModel version) {
    Followed followed = byModel.get(version.name());
    if (followed == null || !followed.versions().remove(version)) {
      return null;
    }
    return followed.versions().isEmpty() ? end(version.name()) : null;
  }

  private @Nullable OverlayFeed end(String model) {
    Followed ended = byModel.remove(model);
    events.remove(model);
    overlays.end(model);
    return ended == null ? null : ended.feed();
  }

  /** Ends all feeds. */
  @Override
  public void close() {
    List<OverlayFeed> feeds = new ArrayList<>();
    synchronized (this) {
      byModel.values().forEach(followed -> feeds.add(followed.feed()));
      byModel.clear();
    }
    feeds.forEach(OverlayFeed::close);
  }
}
