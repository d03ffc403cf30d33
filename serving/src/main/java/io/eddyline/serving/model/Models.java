package io.eddyline.serving.model;

import io.eddyline.schemas.attribution.ArmSamples;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The models of one serving process: what is served, what is known, the watcher that hears of
 * versions and orders, and the agent that acts upon it.
 *
 * <p>Threading: thread-safe; {@link #close} waits for all threads.
 */
public final class Models implements AutoCloseable {
  private final GraphThreads threads;
  private final ModelCloser closer;
  private final ModelSlot slot;
  private final ModelVersions versions;
  private final VersionMeters meters;
  private final ArmSamples arms = new ArmSamples();
  private final ModelWatcher watcher;
  private final ModelAgent agent;

  /**
   * What is served, from where, and how.
   *
   * @param model that is served unless the control topic names another one
   * @param topics names those of announcements, orders and samples
   * @param news keeps the versions up to date
   */
  public record Plan(
      String model,
      SnapshotStore store,
      TopicCatalogue topics,
      VersionFeed news,
      InferenceConfig inference,
      LoadingConfig loading) {}

  private Models(
      Plan plan,
      Consumer<byte[], byte[]> consumer,
      VerdictSink verdicts,
      MeterRegistry registry,
      LongConsumer rest) {
    this.threads = new GraphThreads(plan.inference().workerThreads(), registry);
    LoadRoom room = new LoadRoom(plan.loading().maxLoadedVersions(), registry);
    this.meters = new VersionMeters(registry);
    this.closer =
        new ModelCloser(
            plan.loading().priority(),
            closed -> {
              room.emptied();
              meters.remove(closed);
              plan.news().closed(closed);
            });
    this.slot = new ModelSlot(closer);
    Refusals refusals = new Refusals(registry, verdicts);
    ModelInbox inbox = new ModelInbox();
    this.versions = new ModelVersions(plan.model(), plan.store(), slot, refusals, inbox);
    ModelLoader loader =
        new ModelLoader(
            plan.store(),
            new Inference(
                threads,
                threads::began,
                plan.inference().maxBatch(),
                plan.inference().intraOpThreads(),
                plan.loading().prepacking()));
    LoadPacing pacing = new LoadPacing(plan.loading().timeShare(), rest);
    ModelSource source =
        new ModelSource(plan.store(), loader, room, refusals, inbox, plan.news(), closer, pacing);
    Counter swaps =
        Counter.builder("eddyline.serving.swaps")
            .description("Versions that became the active one")
            .register(registry);
    Gauge.builder("eddyline.serving.model.version", slot, ModelSlot::version)
        .description("Version that is served, 0 while there is none")
        .register(registry);
    Gauge.builder("eddyline.serving.model.awaited", this, it -> it.isModelAwaited(plan) ? 1 : 0)
        .description("1 while the ordered model has no version that can be served")
        .register(registry);
    Gauge.builder("eddyline.serving.orders.awaited", versions, ModelVersions::awaitedOrders)
        .description("Orders for versions that do not play the part that they were ordered for")
        .register(registry);
    this.watcher = new ModelWatcher(consumer, plan.topics(), inbox, refusals, arms);
    this.agent =
        new ModelAgent(
            inbox,
            source,
            new Arranger(plan.model(), plan.store(), source, slot, room, () -> swaps.increment()),
            loadingPriority(plan));
  }

  /* Threads that ONNX Runtime starts for a session would be as low as the one that creates it. */
  private static LoadPriority loadingPriority(Plan plan) {
    return plan.inference().intraOpThreads() == 1 ? plan.loading().priority() : LoadPriority.NORMAL;
  }

  /**
   * Starts to load and follow; returns at once.
   *
   * @param consumer without a group, closed with this
   * @param verdicts is told of refused versions
   */
  public static Models start(
      Plan plan, Consumer<byte[], byte[]> consumer, VerdictSink verdicts, MeterRegistry registry) {
    return start(plan, consumer, verdicts, registry, LockSupport::parkNanos);
  }

  /**
   * @param rest by which the loading thread waits for so many nanoseconds
   */
  static Models start(
      Plan plan,
      Consumer<byte[], byte[]> consumer,
      VerdictSink verdicts,
      MeterRegistry registry,
      LongConsumer rest) {
    Models models = new Models(plan, consumer, verdicts, registry, rest);
    models.agent.start();
    models.watcher.start();
    return models;
  }

  private boolean isModelAwaited(Plan plan) {
    String ordered = Objects.requireNonNullElse(versions.orderedModel(), plan.model());
    return !ordered.equals(slot.model());
  }

  public ModelSlot slot() {
    return slot;
  }

  public ModelVersions versions() {
    return versions;
  }

  /** Meters of the answers, by version and arm. */
  public VersionMeters meters() {
    return meters;
  }

  /** How the arms do, from the events that came back. */
  public ArmSamples arms() {
    return arms;
  }

  /** Offset behind the last order that this process has acted upon; -1 before any. */
  public long settledOrders() {
    return agent.settledOrders();
  }

  /** Stops following; the models in service close after their last leases. */
  @Override
  public void close() {
    watcher.close();
    agent.close();
    slot.close();
    closer.close();
    threads.close();
  }
}
