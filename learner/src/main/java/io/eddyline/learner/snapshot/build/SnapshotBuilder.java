package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.snapshot.PublishedSnapshot;
import io.eddyline.learner.snapshot.SnapshotHeader;
import io.eddyline.learner.snapshot.SnapshotWriter;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the row topics into snapshots: follows them, writes a version when one is due, announces it
 * on Kafka and removes old ones. One builder a model.
 *
 * <p>At the first start of a model it publishes an empty version 1, so that serving has something
 * to be ready with.
 *
 * <p>Threading: {@link #start}, {@link #doWork} and {@link #close} are called by one thread; {@link
 * #version} by any.
 */
public final class SnapshotBuilder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotBuilder.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final String model;
  private final SnapshotsConfig config;
  private final LearnerSettings settings;
  private final TopicCatalogue topics;
  private final FileSnapshotStore store;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final InstantSource clock;
  private final RowMirror mirror;
  private final LogFollower follower;
  private final SnapshotSchedule schedule;
  private final AtomicLong version = new AtomicLong();
  private final PopularityDecay decay;
  private final SnapshotHealth health;
  private final HealthReporter healthReporter;
  private final Timer buildTimer;
  private boolean caughtUp;
  private volatile boolean announcementLost;

  /**
   * @param plan says what is built
   * @param consumer reads committed records only; closed with the builder
   * @param producer sends the announcements; closed with the builder
   */
  public SnapshotBuilder(
      SnapshotPlan plan,
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      MeterRegistry metrics,
      InstantSource clock) {
    this.model = plan.model();
    this.store = plan.store();
    this.config = plan.config();
    this.settings = plan.settings();
    this.topics = plan.topics();
    this.consumer = consumer;
    this.producer = producer;
    this.clock = clock;
    mirror =
        new RowMirror(
            settings.dimension(),
            new RecentUsers(config.health().sampleInteractions(), new Generator(settings.seed())));
    follower = new LogFollower(consumer, topics, mirror, metrics);
    schedule = new SnapshotSchedule(config);
    decay = settings.popularityDecay(topics.config().itemPartitions());
    health = new SnapshotHealth(config.health(), mirror, decay, System::nanoTime);
    healthReporter = new HealthReporter(metrics, producer, topics.metrics());
    metrics.gauge("eddyline.snapshot.version", version);
    buildTimer =
        Timer.builder("eddyline.snapshot.build")
            .description("time to write and publish a snapshot")
            .register(metrics);
  }

  /** Finds the newest version or publishes the empty first one, and starts to follow the log. */
  public void start() throws IOException {
    List<Long> versions = store.versions(model);
    if (versions.isEmpty()) {
      publish(0);
    } else {
      StoredSnapshot newest = store.open(model, versions.getLast());
      version.set(newest.manifest().version());
      schedule.built(clock.millis(), newest.manifest().trainedEvents());
      health.restore(newest.manifest().metrics());
      healthReporter.show(newest.manifest());
      announce(newest);
    }
    follower.start();
  }

  /** Reads what has come and builds a snapshot if one is due. */
  public void doWork() throws IOException {
    if (announcementLost) {
      announce(store.open(model, version.get()));
    }
    int records = follower.poll(POLL);
    long nowMs = clock.millis();
    if (!caughtUp && follower.caughtUp()) {
      caughtUp = true;
      if (isNewerThanStored()) {
        schedule.changed(nowMs);
      }
    } else if (caughtUp && records > 0) {
      schedule.changed(nowMs);
    }
    if (caughtUp && schedule.isDue(nowMs, mirror.trainedEvents())) {
      publish(version.get());
      removeOld();
    }
  }

  /** The newest version of the model, 0 before any. */
  public long version() {
    return version.get();
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }

  private boolean isNewerThanStored() throws IOException {
    Manifest.Offsets stored = store.open(model, version.get()).manifest().offsets();
    return differs(stored.userRows(), follower.userRowOffsets())
        || differs(stored.itemRows(), follower.itemRowOffsets())
        || differs(stored.items(), follower.itemOffsets());
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
    announce(published.snapshot());
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

  private void announce(StoredSnapshot snapshot) {
    Manifest manifest = snapshot.manifest();
    SnapshotAnnouncement announcement =
        SnapshotAnnouncement.newBuilder()
            .setModel(model)
            .setVersion(manifest.version())
            .setLocation(model + "/" + manifest.version())
            .setManifestSha256(snapshot.manifestSha256())
            .setCreatedAtMs(manifest.createdAtMs())
            .setTrainedEvents(manifest.trainedEvents())
            .build();
    announcementLost = false;
    Future<?> _ =
        producer.send(
            new ProducerRecord<>(
                topics.snapshots().name(),
                model.getBytes(StandardCharsets.UTF_8),
                RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(announcement)),
            (_, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "snapshot {} was not announced, trying again", manifest.version(), failure);
                announcementLost = true;
              }
            });
  }

  private void removeOld() throws IOException {
    List<Long> versions = store.versions(model);
    for (long old : versions.subList(0, Math.max(0, versions.size() - config.keep()))) {
      store.delete(model, old);
    }
  }
}
