package io.eddyline.k8s.overlay;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.model.InferenceConfig;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.LoadingConfig;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.eddyline.serving.overlay.feed.OverlayFeeds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/**
 * A version in the hands of serving: loaded with its graph, with the rows of the log that it does
 * not hold laid over it by the feed, which reads them from the offsets in its manifest.
 *
 * <p>Threading: one thread; serving's own run beside it until this is closed.
 */
final class ServedVersion implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Overlays overlays;
  private final OverlayFeeds feeds;
  private final Models models;
  private final ModelSlot.Lease lease;

  /** Loads the store's newest version and lays over it what is in the log. */
  ServedVersion(FileSnapshotStore store, TopicCatalogue topics, MemoryLog log, long version) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    this.overlays = new Overlays(new OverlayConfig(10_000, 10_000), registry);
    this.feeds =
        new OverlayFeeds(
            RecordSettings.defaults(OverlayFeedConfig.class),
            overlays,
            topics,
            log::open,
            log::open,
            null,
            registry);
    this.models =
        Models.start(
            new Models.Plan(
                topics.model(),
                store,
                topics,
                feeds,
                new InferenceConfig(1, 1, 1),
                RecordSettings.defaults(LoadingConfig.class)),
            log.open(),
            (model, refused, reason, detail) -> {
              throw new AssertionError("%s %d: %s %s".formatted(model, refused, reason, detail));
            },
            registry);
    await().atMost(PATIENCE).until(() -> models.slot().version() == version);
    this.lease = requireNonNull(models.slot().acquire(""), "a version is served");
    await().atMost(PATIENCE).until(feeds::isReady);
  }

  /** The version by itself. */
  LoadedModel model() {
    return lease.model();
  }

  /** The version with what is laid over it. */
  CurrentModel current() {
    return overlays.over(model());
  }

  @Override
  public void close() {
    lease.close();
    models.close();
    feeds.close();
  }
}
