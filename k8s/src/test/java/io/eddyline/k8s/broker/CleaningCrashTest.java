package io.eddyline.k8s.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.ingest.cleaning.CleaningConfig;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.learner.source.SourceMarks;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.cumulative.CumulativeCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Cleaning with a real broker: threads that die, topics that are not as they should. */
@SuppressWarnings("NullAway.Init") // set before each test
class CleaningCrashTest {
  private static final int PARTITIONS = 3;
  private static final int EVENTS = 3_000;
  private static final long SEED = 20_260_301;

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private TopicCatalogue topics;

  @BeforeAll
  static void startBroker() {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void createTopics(TestInfo test) {
    topics = catalogue(test.getTestMethod().orElseThrow().getName(), PARTITIONS);
    try (Admin admin = Admin.create(kafka())) {
      new TopicAdmin(admin, topics).apply();
    }
  }

  private static TopicCatalogue catalogue(String prefix, int userPartitions) {
    return new TopicCatalogue(new TopicsConfig(prefix, userPartitions, 1, 1));
  }

  /** Dies on a later duplicate: ids are claimed then, and their signals may not be sent. */
  private static final class DyingRegistry extends SimpleMeterRegistry {
    private static final int DEATH = 40;
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger deaths = new AtomicInteger();

    @Override
    protected Counter newCounter(Meter.Id id) {
      boolean dies = "duplicate".equals(id.getTag("outcome"));
      return new CumulativeCounter(id) {
        @Override
        public void increment(double amount) {
          if (dies && duplicates.incrementAndGet() == DEATH) {
            deaths.incrementAndGet();
            throw new IllegalStateException("a planned death between dedupe and commit");
          }
          super.increment(amount);
        }
      };
    }
  }

  @Test
  void aDeathBetweenDedupeAndCommitLosesAndDoublesNothing() {
    int distinct = produce();
    DyingRegistry registry = new DyingRegistry();
    clean(registry, EVENTS, distinct);
    assertThat(registry.deaths.get()).isEqualTo(1);
    List<Interaction> interactions = taken(committed());
    List<Interaction> signals = interactions.stream().filter(Interaction::hasSignal).toList();
    assertThat(signals).as("seed %d", SEED).hasSize(distinct);
    assertThat(interactions.stream().filter(it -> !it.getMoved()))
        .as("seed %d", SEED)
        .hasSize(EVENTS);
    assertEachPlaceOnce(interactions);
    assertThat(signals.stream().filter(Interaction::getMoved)).isNotEmpty();
  }

  @Test
  void readersTakeNothingAgainWhenTheGroupsOffsetsAreGone() throws Exception {
    int distinct = produce();
    clean(new SimpleMeterRegistry(), EVENTS, distinct);
    try (Admin admin = Admin.create(kafka())) {
      admin.deleteConsumerGroups(List.of(topics.cleaningApplicationId())).all().get();
    }
    produce();
    clean(new SimpleMeterRegistry(), 2 * EVENTS, distinct);

    List<Interaction> interactions = committed();
    assertThat(interactions).as("seed %d", SEED).hasSizeGreaterThan(3 * EVENTS);
    assertEachPlaceOnce(taken(interactions));
    assertThat(taken(interactions).stream().filter(Interaction::hasSignal))
        .as("seed %d", SEED)
        .hasSize(distinct);
  }

  /** What a reader takes of interactions that may be there twice; the second time as the first. */
  private static List<Interaction> taken(List<Interaction> interactions) {
    SourceMarks marks = new SourceMarks();
    Map<String, Boolean> signals = new HashMap<>();
    List<Interaction> taken = new ArrayList<>();
    for (Interaction interaction : interactions) {
      assertThat(interaction.hasSignal())
          .as("verdict on %s, seed %d", place(interaction), SEED)
          .isEqualTo(signals.computeIfAbsent(place(interaction), _ -> interaction.hasSignal()));
      if (marks.start(interaction)) {
        taken.add(interaction);
      }
    }
    return taken;
  }

  private static String place(Interaction it) {
    return it.getMoved() + " " + it.getSourcePartition() + " " + it.getSourceOffset();
  }

  private static void assertEachPlaceOnce(List<Interaction> interactions) {
    assertThat(interactions)
        .as("seed %d", SEED)
        .extracting(CleaningCrashTest::place)
        .doesNotHaveDuplicates();
  }

  /** Cleans until that is done of so many events, of which so many are distinct. */
  private void clean(MeterRegistry registry, int events, int distinct) {
    try (Cleaning cleaning =
        new Cleaning(
            new CleaningConfig(1, "", 6_000, 100, 2, 24, 3600, 10_000, 8 << 20),
            EventsConfig.defaults(),
            topics,
            kafka(),
            folder.resolve("streams"),
            registry)) {
      cleaning.start();
      await()
          .dontCatchUncaughtExceptions()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> isAllThere(committed(), events, distinct));
    }
  }

  private static boolean isAllThere(List<Interaction> all, int events, int distinct) {
    List<Interaction> interactions = taken(all);
    return interactions.stream().filter(it -> !it.getMoved()).count() >= events
        && interactions.stream().filter(Interaction::hasSignal).count() >= distinct;
  }

  @Test
  void aTopicThatWouldLoseRowsIsRefusedAtStart() throws Exception {
    try (Admin admin = Admin.create(kafka())) {
      TopicAdmin topicAdmin = new TopicAdmin(admin, topics);
      alter(admin, topics.userRows(), "cleanup.policy", "delete");
      // the broker takes a setting on a moment after it has confirmed it
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(topicAdmin::apply)
                      .isInstanceOf(EddylineException.class)
                      .hasMessageContaining(topics.userRows().name())
                      .hasMessageContaining("cleanup.policy delete, expected compact"));
      alter(admin, topics.userRows(), "cleanup.policy", "compact");
      await()
          .untilAsserted(
              () ->
                  assertThat(topicAdmin.compare())
                      .allMatch(it -> it.state() == TopicAdmin.State.PRESENT));
      TopicCatalogue wider = catalogue(topics.config().prefix(), PARTITIONS + 1);
      assertThatThrownBy(() -> new TopicAdmin(admin, wider).apply())
          .hasMessageContaining("partitions 3, expected 4");
    }
  }

  private static void alter(Admin admin, TopicSpec topic, String key, String value)
      throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  /**
   * Writes events to partitions at random, a tenth of them twice; returns how many are distinct.
   */
  private int produce() {
    Random random = new Random(SEED);
    Set<String> distinct = new HashSet<>();
    Map<String, Object> settings = kafka();
    // The first batch to a new topic may come before its leader; no other one overtakes it.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int k = 0; k < EVENTS; k++) {
        int id = k % 10 == 9 ? k - random.nextInt(9) : k;
        String user = "user-" + id % 17;
        distinct.add(user + " " + id);
        Event event =
            Event.newBuilder()
                .setUserId(user)
                .setEventId("e" + id)
                .setItemId("i" + id % 31)
                .setType("click")
                .build();
        Future<?> _ =
            producer.send(
                new ProducerRecord<>(
                    topics.events().name(),
                    random.nextInt(PARTITIONS),
                    user.getBytes(StandardCharsets.UTF_8),
                    RecordSerdes.EVENT.encode(event)));
      }
    }
    return distinct.size();
  }

  private List<Interaction> committed() {
    Map<String, Object> settings = kafka();
    settings.put("isolation.level", "read_committed");
    List<TopicPartition> partitions =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(topics.interactions().name(), partition))
            .toList();
    List<Interaction> interactions = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> interactions.add(RecordSerdes.INTERACTION.decode(record.value())));
      }
    }
    return interactions;
  }

  private static Map<String, Object> kafka() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }
}
