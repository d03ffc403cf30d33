package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.agent.Work;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.snapshot.PublishedSnapshot;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.control.ModelOrders;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the row topics into snapshots: follows them, makes a version when one is due, announces it
 * on Kafka if the gate accepts it, and removes old ones.
 *
 * <p>Several builders of a model may run: all follow the log, the elected one writes. Another that
 * is elected goes on from the newest version of the store.
 *
 * <p>At the first start of a model an empty version 1 is published, so that serving has something
 * to be ready with.
 *
 * <p>Threading: {@link #start}, {@link #doWork} and {@link #close} are called by one thread; {@link
 * #version} and {@link #isReady} by any.
 */
public final class SnapshotBuilder implements Work {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotBuilder.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String ANONYMOUS = "snapshots";

  private final String model;
  private final SnapshotsConfig config;
  private final StoredVersions versions;
  private final BuilderElection election;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Announcer announcer;
  private final InstantSource clock;
  private final RowMirror mirror;
  private final LogFollower follower;
  private final SnapshotSchedule schedule;
  private final AtomicLong version = new AtomicLong();
  private final InteractionLog interactions;
  private final VersionMaker maker;
  private final Retention retention;
  private final HealthReporter healthReporter;
  private final VerdictReporter verdicts;
  private final Timer buildTimer;
  private volatile boolean caughtUp;
  private volatile boolean active;

  /**
   * @param plan says what is built
   * @param election says whether this builder is the one that writes; closed with the builder
   * @param consumer reads committed records only; closed with the builder
   * @param interactions that versions are tried on; closed with the builder
   * @param producer sends announcements, verdicts and samples; closed with the builder
   */
  public SnapshotBuilder(
      SnapshotPlan plan,
      BuilderElection election,
      Consumer<byte[], byte[]> consumer,
      Consumer<byte[], byte[]> interactions,
      Producer<byte[], byte[]> producer,
      MeterRegistry metrics,
      InstantSource clock) {
    TopicCatalogue topics = plan.topics();
    LearnerSettings settings = plan.settings();
    this.model = plan.model();
    this.config = plan.config();
    this.versions = new StoredVersions(plan.store(), model);
    this.retention = new Retention(plan.store(), model, config.minAge(), config.unreadableAge());
    this.interactions = new InteractionLog(interactions, topics.interactions(), System::nanoTime);
    this.election = election;
    this.consumer = consumer;
    this.producer = producer;
    announcer = new Announcer(producer, topics.snapshots());
    this.clock = clock;
    mirror =
        new RowMirror(
            settings.dimension(),
            new RecentUsers(config.health().sampleInteractions(), new Generator(settings.seed())));
    follower = new LogFollower(consumer, topics, model, mirror, metrics);
    schedule = new SnapshotSchedule(config);
    maker = new VersionMaker(plan, mirror, follower, this.interactions);
    verdicts =
        new VerdictReporter(
            metrics,
            producer,
            topics.verdicts(),
            config.instanceId().isEmpty() ? ANONYMOUS : config.instanceId());
    healthReporter = new HealthReporter(metrics, producer, topics.metrics());
    metrics.gauge("eddyline.snapshot.version", version);
    Gauge.builder("eddyline.snapshot.active", this, it -> it.active ? 1 : 0)
        .description("1 in the builder that writes the model's versions, 0 in those that stand by")
        .register(metrics);
    buildTimer =
        Timer.builder("eddyline.snapshot.build")
            .description("time to write and publish a snapshot")
            .register(metrics);
  }

  /** Starts to follow the log and stands for election. */
  @Override
  public void start() {
    follower.start();
    election.start();
  }

  /** Reads what has come and, if elected, builds a snapshot when one is due. */
  @Override
  public void doWork() throws IOException {
    boolean elected = election.poll();
    if (!elected && active) {
      LOG.info("another builder of {} writes from version {} on", model, version.get());
      active = false;
    } else if (elected && !active && follower.knowsAnnouncements()) {
      takeOver();
      active = true;
    }
    int records = follower.poll(POLL);
    long nowMs = clock.millis();
    if (!caughtUp && follower.caughtUp()) {
      caughtUp = true;
      noteChangesSinceStored(nowMs);
    } else if (caughtUp && records > 0) {
      schedule.changed(nowMs);
    }
    if (active && announcer.lost()) {
      versions.accepted().ifPresent(announcer::announce);
    }
    if (caughtUp && schedule.isDue(nowMs, mirror.trainedEvents())) {
      if (active) {
        build();
      } else {
        mirror.releaseItems();
        schedule.built(nowMs, mirror.trainedEvents());
      }
    }
  }

  /** The newest version of the model that this builder wrote or found, 0 before any. */
  public long version() {
    return version.get();
  }

  /** Writes versions, or stands by with all rows. */
  public boolean isReady() {
    return active ? version.get() > 0 : caughtUp;
  }

  /**
   * Finds the newest version, or publishes the empty first one, and goes on from there. A version
   * that was announced and is not in the store was lost with it: its number is not given again,
   * since it is served.
   */
  private void takeOver() throws IOException {
    long stored = versions.newest();
    long newest = Math.max(stored, follower.announcedVersion());
    if (stored < newest) {
      LOG.warn(
          "version {} of {} was announced and the store has none above {}: going on behind it",
          newest,
          model,
          stored);
    }
    if (newest == 0) {
      long startNs = System.nanoTime();
      published(maker.makeFirst(clock.millis()), startNs);
    } else {
      goOnFrom(newest);
    }
    noteChangesSinceStored(clock.millis());
    LOG.info("builder of {} from version {} on", model, version.get());
  }

  /** Goes on behind the newest version; the accepted one is announced again. */
  private void goOnFrom(long newest) throws IOException {
    version.set(newest);
    schedule.built(
        clock.millis(), versions.manifest(newest).map(Manifest::trainedEvents).orElse(0L));
    Optional<StoredSnapshot> accepted = versions.accepted();
    if (accepted.isPresent()) {
      Manifest manifest = accepted.get().manifest();
      maker.goOnFrom(manifest);
      healthReporter.show(manifest);
      verdicts.show(versions.newest() - manifest.version());
      announcer.announce(accepted.get());
    }
  }

  private void build() throws IOException {
    long newest = versions.newest();
    if (newest > version.get()) {
      LOG.warn("snapshot {} of {} was written by another builder, going on from it", newest, model);
      goOnFrom(newest);
      noteChangesSinceStored(clock.millis());
      return;
    }
    long startNs = System.nanoTime();
    long nowMs = clock.millis();
    ModelOrders orders = follower.control().model(model);
    StoredSnapshot accepted = versions.accepted().orElse(null);
    StoredSnapshot served = versions.served(orders).orElse(null);
    published(
        maker.make(version.get() + 1, accepted, served, schedule.sinceBuiltMs(nowMs), nowMs),
        startNs);
    retention.removeOld(
        OrderedVersions.keep(orders, config.keep()), OrderedVersions.of(orders), clock.millis());
  }

  @Override
  public void close() {
    election.close();
    producer.close();
    interactions.close();
    consumer.close();
  }

  private void noteChangesSinceStored(long nowMs) throws IOException {
    if (caughtUp && version.get() > 0 && isNewerThanStored()) {
      schedule.changed(nowMs);
    }
  }

  private boolean isNewerThanStored() throws IOException {
    Optional<Manifest.Offsets> stored = versions.manifest(version.get()).map(Manifest::offsets);
    return stored.isEmpty()
        || differs(stored.get().userRows(), follower.userRowOffsets())
        || differs(stored.get().itemRows(), follower.itemRowOffsets())
        || differs(stored.get().items(), follower.itemOffsets());
  }

  /** A partition that the first version does not name was read from its beginning. */
  private static boolean differs(Map<Integer, Long> stored, Map<Integer, Long> read) {
    return read.entrySet().stream()
        .anyMatch(next -> !stored.getOrDefault(next.getKey(), 0L).equals(next.getValue()));
  }

  /** Tells of a version; one that the gate refused is in the store and not announced. */
  private void published(PublishedSnapshot made, long startNs) {
    Manifest manifest = made.snapshot().manifest();
    mirror.releaseItems();
    version.set(manifest.version());
    Long parent = manifest.parentVersion();
    if (manifest.isServable()) {
      announcer.announce(made.snapshot());
      healthReporter.report(manifest);
      verdicts.report(manifest, 0, clock.millis());
    } else {
      healthReporter.send(manifest);
      verdicts.report(manifest, parent == null ? 1 : manifest.version() - parent, clock.millis());
    }
    schedule.built(clock.millis(), manifest.trainedEvents());
    buildTimer.record(Duration.ofNanos(System.nanoTime() - startNs));
    LOG.info(
        "snapshot {} of {}: {}, {} items, {} users, {} events, {}, {} ms",
        manifest.version(),
        model,
        manifest.isServable() ? "accepted" : "refused",
        manifest.counts().items(),
        manifest.counts().users(),
        manifest.trainedEvents(),
        manifest.scoring(),
        (System.nanoTime() - startNs) / 1_000_000);
  }
}
