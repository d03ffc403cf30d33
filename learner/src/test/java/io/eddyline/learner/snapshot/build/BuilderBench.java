package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.HealthSettings;
import io.eddyline.learner.snapshot.RetrievalSettings;
import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.learner.snapshot.gate.GateSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot builder over a log in memory and a real store, with a clock that the test moves. The
 * log outlives the builder, which can be restarted.
 */
final class BuilderBench {
  static final String MODEL = "default";
  static final int ITEM_PARTITIONS = 2;
  static final Duration UNREADABLE_AGE = Duration.ofDays(1);
  static final SnapshotsConfig CONFIG = config(0, Duration.ZERO, Map.of());

  /** A configuration for logs of few rows. */
  static SnapshotsConfig config(double interpolation, Duration minAge, Map<String, String> gate) {
    Map<String, String> settings = new HashMap<>(Map.of("wait-ms", "0", "min-interactions", "30"));
    settings.putAll(gate);
    return new SnapshotsConfig(
        "",
        10_000,
        Duration.ofSeconds(30),
        100,
        Duration.ofSeconds(2),
        3,
        minAge,
        UNREADABLE_AGE,
        interpolation,
        "",
        HealthSettings.defaults(),
        RecordSettings.bind(GateSettings.class, settings),
        RetrievalSettings.EXACT);
  }

  final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("test", 2, ITEM_PARTITIONS, 1));
  final FileSnapshotStore store;
  SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SnapshotsConfig config;
  MockProducer<byte[], byte[]> producer = newProducer();
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private MockConsumer<byte[], byte[]> member = new MockConsumer<>("earliest");
  private @Nullable SnapshotBuilder builder;
  private long nowMs = 1_700_000_000_000L;

  BuilderBench(Path root) {
    this(root, CONFIG);
  }

  BuilderBench(Path root, SnapshotsConfig config) {
    this.config = config;
    store = new FileSnapshotStore(root);
    Stream.of(
            topics.userRows(),
            topics.itemRows(),
            topics.items(),
            topics.control(),
            topics.snapshots(),
            topics.metrics())
        .forEach(
            topic -> {
              for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), 0L);
              }
            });
  }

  /** Starts a builder that finds the whole log and is elected. */
  void start() throws IOException {
    startStandingBy();
    elect();
    builder().doWork();
    offerLog();
  }

  /** Starts a builder that finds the whole log and is not elected. */
  void startStandingBy() {
    consumer = new MockConsumer<>("earliest");
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    ends.keySet().forEach(partition -> beginnings.put(partition, 0L));
    consumer.updateBeginningOffsets(beginnings);
    consumer.updateEndOffsets(ends);
    producer = newProducer();
    registry = new SimpleMeterRegistry();
    member = new MockConsumer<>("earliest");
    TopicPartition office = new TopicPartition(topics.snapshots().name(), 0);
    member.updateBeginningOffsets(Map.of(office, 0L));
    builder =
        new SnapshotBuilder(
            new SnapshotPlan(MODEL, store, config, TestRows.SETTINGS, topics),
            new BuilderElection(member, topics.snapshots().name()),
            consumer,
            newInteractions(),
            producer,
            registry,
            () -> Instant.ofEpochMilli(nowMs));
    builder.start();
  }

  /** From the next work on the builder is the one that writes. */
  void elect() {
    member.rebalance(List.of(new TopicPartition(topics.snapshots().name(), 0)));
  }

  /** Another builder is the one that writes. */
  void depose() {
    member.rebalance(List.of());
  }

  /** The log of before as the builder's consumer reads it. */
  void offerLog() {
    log.forEach(consumer::addRecord);
  }

  boolean isReady() {
    return builder().isReady();
  }

  /** Appends a record to the log. */
  void append(TopicSpec topic, int partition, byte[] key, byte @Nullable [] value) {
    TopicPartition place = new TopicPartition(topic.name(), partition);
    long offset = ends.merge(place, 1L, Long::sum) - 1;
    ConsumerRecord<byte[], byte @Nullable []> record =
        new ConsumerRecord<>(topic.name(), partition, offset, key, value);
    log.add(record);
    if (builder != null) {
      consumer.addRecord(record);
    }
  }

  /** Lets time pass, then the builder work once. */
  void workAfter(Duration passed) throws IOException {
    nowMs += passed.toMillis();
    builder().doWork();
  }

  long version() {
    return builder().version();
  }

  long nowMs() {
    return nowMs;
  }

  StoredSnapshot newest() throws IOException {
    return store.open(MODEL, store.versions(MODEL).getLast());
  }

  StoredRows newestRows() throws IOException {
    return StoredRows.of(newest());
  }

  /** The announcements that were sent reach the topic. */
  void deliverAnnouncements() {
    for (SnapshotAnnouncement announcement : announcements()) {
      append(
          topics.snapshots(),
          0,
          announcement.getModel().getBytes(StandardCharsets.UTF_8),
          RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(announcement));
    }
  }

  /** What was sent to the snapshots' topic, acknowledged or not. */
  List<SnapshotAnnouncement> announcements() {
    return producer.history().stream()
        .filter(record -> record.topic().equals(topics.snapshots().name()))
        .map(record -> RecordSerdes.SNAPSHOT_ANNOUNCEMENT.decode(record.value()))
        .toList();
  }

  /** What was sent to the verdicts' topic. */
  List<Verdict> verdicts() {
    return producer.history().stream()
        .filter(record -> record.topic().equals(topics.verdicts().name()))
        .map(record -> RecordSerdes.VERDICT.decode(record.value()))
        .toList();
  }

  private SnapshotBuilder builder() {
    if (builder == null) {
      throw new IllegalStateException("not started");
    }
    return builder;
  }

  private MockConsumer<byte[], byte[]> newInteractions() {
    MockConsumer<byte[], byte[]> made = new MockConsumer<>("earliest");
    Map<TopicPartition, Long> places = new HashMap<>();
    for (int partition = 0; partition < topics.interactions().partitions(); partition++) {
      places.put(new TopicPartition(topics.interactions().name(), partition), 0L);
    }
    made.updateBeginningOffsets(places);
    made.updateEndOffsets(places);
    return made;
  }

  private static MockProducer<byte[], byte[]> newProducer() {
    return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A user has a first item, in the rows of the log. */
  void click(String user, String item, long trainedEvents) {
    append(topics.itemRows(), 0, RowKeys.row(item), TestRows.item(1, 1, 1));
    append(topics.userRows(), 0, RowKeys.row(user), TestRows.user(1, List.of(item), List.of(item)));
    append(
        topics.userRows(),
        0,
        RowKeys.progress(),
        TestRows.userProgress(trainedEvents, 3, trainedEvents));
  }

  /** The empty version, and one with a click. */
  void buildVersionTwo() throws Exception {
    start();
    workAfter(Duration.ZERO);
    click("ann", "a", 1);
    workAfter(Duration.ZERO);
    workAfter(CONFIG.interval());
  }
}
