package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The models of one serving process: what is served, what is known, and the watcher that keeps both
 * up to date.
 *
 * <p>Threading: thread-safe; {@link #close} waits for the watcher's thread.
 */
public final class Models implements AutoCloseable {
  private final ModelSlot slot = new ModelSlot();
  private final ModelVersions versions;
  private final ModelWatcher watcher;

  private Models(
      String model,
      FileSnapshotStore store,
      int intraOpThreads,
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      MeterRegistry registry) {
    Refusals refusals = new Refusals(registry);
    this.versions = new ModelVersions(model, store, slot, refusals);
    ModelLoader loader = new ModelLoader(store, intraOpThreads);
    this.watcher =
        new ModelWatcher(
            consumer, topics, new ModelIntake(model, store, loader, slot, refusals, registry));
  }

  /**
   * Starts to load and follow; returns at once.
   *
   * @param model that is served unless the control topic names another one
   * @param consumer without a group, closed with this
   * @param topics names those of announcements and of orders
   */
  public static Models start(
      String model,
      FileSnapshotStore store,
      int intraOpThreads,
      Consumer<byte[], byte[]> consumer,
      TopicCatalogue topics,
      MeterRegistry registry) {
    Models models = new Models(model, store, intraOpThreads, consumer, topics, registry);
    models.watcher.start();
    return models;
  }

  public ModelSlot slot() {
    return slot;
  }

  public ModelVersions versions() {
    return versions;
  }

  /** Stops following; the current model closes after its last lease. */
  @Override
  public void close() {
    watcher.close();
    slot.close();
  }
}
