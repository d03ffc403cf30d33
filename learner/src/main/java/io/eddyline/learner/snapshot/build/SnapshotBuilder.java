package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.snapshot.PublishedSnapshot;
import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the row topics into snapshots: follows them, writes a version when one is due, announces it
 * on Kafka and removes old ones.
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
public final class SnapshotBuilder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotBuilder.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String model;
  private final SnapshotsConfig config;
  private final LearnerSettings settings;
  private final TopicCatalogue topics;
  private final FileSnapshotStore store;
  private final BuilderElection election;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final Announcer announcer;
  private final InstantSource clock;
  private final RowMirror mirror;
  private final LogFollower follower;
  private final SnapshotSchedule schedule;
  private final AtomicLong version = new AtomicLong();
  private final PopularityDecay decay;
  private final SnapshotHealth health;
  private final HealthReporter healthReporter;
  private final Timer buildTimer;
  private volatile boolean caughtUp;
  private volatile boolean active;

  /**
   * @param plan says what is built
   * @param election says whether this builder is the one that writes; closed with the builder
   * @param consumer reads committed records only; closed with the builder
   * @param producer sends the announcements; closed with the builder
   */
  public SnapshotBuilder(
      SnapshotPlan plan,
      BuilderElection election,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      MeterRegistry metrics,
      InstantSource clock) {
    this.model = plan.model();
    this.store = plan.store();
    this.config = plan.config();
    this.settings = plan.settings();
    this.topics = plan.topics();
    this.election = election;
    this.consumer = consumer;
    this.producer = producer;
    announcer = new Announcer(producer, topics.snapshots());
    this.clock = clock;
    mirror =
        new RowMirror(
            settings.dimension(),
            new RecentUsers(config.health().sampleInteractions(), new Generator(settings.seed())));
    follower = new LogFollower(consumer, topics, mirror);
    schedule = new SnapshotSchedule(config);
    decay = settings.popularityDecay(topics.config().itemPartitions());
    health = new SnapshotHealth(config.health(), mirror, decay, System::nanoTime);
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
  public void start() {
    follower.start();
    election.start();
  }

  /** Reads what has come and, if elected, builds a snapshot when one is due. */
  public void doWork() throws IOException {
    boolean elected = election.poll();
    if (elected && !active) {
      takeOver();
    } else if (!elected && active) {
      LOG.info("another builder of {} writes from version {} on", model, version.get());
    }
    active = elected;
    int records = follower.poll(POLL);
    long nowMs = clock.millis();
    if (!caughtUp && follower.caughtUp()) {
      caughtUp = true;
      noteChangesSinceStored(nowMs);
    } else if (caughtUp && records > 0) {
      schedule.changed(nowMs);
    }
    if (active && announcer.lost()) {
      announcer.announce(store.open(model, version.get()));
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

  /** Finds the newest version, or publishes the empty first one, and goes on from there. */
  private void takeOver() throws IOException {
    List<Long> versions = store.versions(model);
    if (versions.isEmpty()) {
      publish(0);
    } else {
      goOnFrom(versions.getLast());
    }
    noteChangesSinceStored(clock.millis());
    LOG.info("builder of {} from version {} on", model, version.get());
  }

  private void goOnFrom(long newest) throws IOException {
    version.set(newest);
    try {
      StoredSnapshot stored = store.open(model, newest);
      schedule.built(clock.millis(), stored.manifest().trainedEvents());
      health.restore(stored.manifest().metrics());
      healthReporter.show(stored.manifest());
      announcer.announce(stored);
    } catch (FormatException e) {
      LOG.warn("snapshot {} is passed over, the next one replaces it: {}", newest, e.getMessage());
      schedule.built(clock.millis(), 0);
    }
  }

  private void build() throws IOException {
    List<Long> versions = store.versions(model);
    if (!versions.isEmpty() && versions.getLast() > version.get()) {
      LOG.warn(
          "snapshot {} of {} was written by another builder, going on from it",
          versions.getLast(),
          model);
      goOnFrom(versions.getLast());
      noteChangesSinceStored(clock.millis());
      return;
    }
    publish(version.get());
    removeOld();
  }

  @Override
  public void close() {
    election.close();
    producer.close();
    consumer.close();
  }

  private void noteChangesSinceStored(long nowMs) throws IOException {
    if (caughtUp && version.get() > 0 && isNewerThanStored()) {
      schedule.changed(nowMs);
    }
  }

  private boolean isNewerThanStored() throws IOException {
    try {
      Manifest.Offsets stored = store.open(model, version.get()).manifest().offsets();
      return differs(stored.userRows(), follower.userRowOffsets())
          || differs(stored.itemRows(), follower.itemRowOffsets())
          || differs(stored.items(), follower.itemOffsets());
    } catch (FormatException e) {
      return true;
    }
  }

  /** A partition that the first version does not name was read from its beginning. */
  private static boolean differs(Map<Integer, Long> stored, Map<Integer, Long> read) {
    return read.entrySet().stream()
        .anyMatch(next -> !stored.getOrDefault(next.getKey(), 0L).equals(next.getValue()));
  }

  private void publish(long parent) throws IOException {
    long startNs = System.nanoTime();
    MirrorSource source =
        new MirrorSource(mirror, settings.dimension(), settings.neighbours().length(), decay);
    boolean first = parent == 0;
    Manifest.Offsets offsets =
        first
            ? new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of())
            : new Manifest.Offsets(
                mirror.appliedEvents(),
                follower.userRowOffsets(),
                follower.itemRowOffsets(),
                follower.itemOffsets());
    Scoring scoring = scoring();
    long nowMs = clock.millis();
    Map<String, Double> healthMetrics =
        first ? Map.of() : health.measure(source, scoring, schedule.sinceBuiltMs(nowMs)).metrics();
    SnapshotHeader header =
        new SnapshotHeader(
            model,
            parent + 1,
            first ? null : parent,
            nowMs,
            scoring,
            offsets,
            mirror.trainedEvents(),
            healthMetrics);
    PublishedSnapshot published = new SnapshotWriter(store).write(source, header);
    mirror.releaseItems();
    version.set(parent + 1);
    announcer.announce(published.snapshot());
    healthReporter.report(published.snapshot().manifest());
    schedule.built(clock.millis(), mirror.trainedEvents());
    buildTimer.record(Duration.ofNanos(System.nanoTime() - startNs));
    LOG.info(
        "snapshot {} of {}: {} items, {} users, {} events, {}, {} ms",
        parent + 1,
        model,
        source.itemCount(),
        source.userCount(),
        mirror.trainedEvents(),
        header.scoring(),
        (System.nanoTime() - startNs) / 1_000_000);
  }

  /** The settings' constants with the weights that the stream prefers. */
  private Scoring scoring() {
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
    tuner.restore(tuner.grid(), mirror.tunedScores(tuner.grid()));
    return tuner.scoring();
  }

  private void removeOld() throws IOException {
    List<Long> versions = store.versions(model);
    for (long old : versions.subList(0, Math.max(0, versions.size() - config.keep()))) {
      store.delete(model, old);
    }
  }
}
