package io.eddyline.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CleaningTopologyTest {
  private static final Instant ARRIVAL = Instant.parse("2026-03-01T12:00:00Z");
  private static final int FLOOD_LIMIT = 20;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private @TempDir Path stateDir;
  private BoundedRocksDb.Memory memory;
  private TopologyTestDriver driver;
  private TopicCatalogue catalogue;

  @BeforeEach
  void start() {
    start(1);
  }

  private void start(int partitions) {
    catalogue = new TopicCatalogue(new TopicsConfig("eddyline", partitions, 4, 1));
    CleaningConfig config =
        new CleaningConfig(1, "", 10_000, 100, 2, 24, FLOOD_LIMIT, 100, 8 << 20);
    memory = new BoundedRocksDb.Memory(config.storeMemoryBytes());
    Properties settings = new Properties();
    settings.putAll(
        Cleaning.settings(config, catalogue, Map.of("bootstrap.servers", "unused:1"), stateDir));
    settings.put(BoundedRocksDb.MEMORY, memory);
    SourceTopics sources = new SourceTopics(catalogue);
    sources.tell(_ -> Uuid.randomUuid());
    driver =
        new TopologyTestDriver(
            CleaningTopology.build(config, EventsConfig.defaults(), catalogue, sources, registry),
            settings);
  }

  @AfterEach
  void stop() {
    driver.close();
    memory.close();
  }

  @Test
  void passesEventOnWithWeightAndSourceOffset() {
    pipe(event("e1", "click").build());
    pipe(event("e2", "dislike").build());
    pipe(event("e3", "impression").build());
    pipe(event("e4", "rating").setValue(2).build());
    List<Interaction> interactions = interactions();
    assertThat(interactions)
        .extracting(Interaction::getSourceOffset)
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(interactions)
        .extracting(interaction -> interaction.getSignal().getPolarity())
        .containsExactly(Polarity.POSITIVE, Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE);
    assertThat(interactions)
        .extracting(interaction -> interaction.getSignal().getMarksSeen())
        .containsExactly(true, true, false, true);
    assertThat(interactions.getFirst().getSignal().getWeight()).isEqualTo(1f);
    assertThat(interactions.get(3).getSignal().getWeight()).isEqualTo(1f);
    assertThat(interactions)
        .extracting(interaction -> interaction.getSignal().getIsRating())
        .containsExactly(false, false, false, true);
    assertThat(interactions.get(3).getSignal().getValue()).isEqualTo(2);
  }

  @Test
  void makesShortDwellNeutral() {
    pipe(event("e1", "dwell").setValue(9.9).build());
    pipe(event("e2", "dwell").setValue(10).build());
    assertThat(interactions())
        .extracting(interaction -> interaction.getSignal().getPolarity())
        .containsExactly(Polarity.NEUTRAL, Polarity.POSITIVE);
  }

  @Test
  void dropsDuplicateOfTheSameUserAsProgress() {
    pipe(event("e1", "click").build());
    pipe(event("e1", "click").build());
    pipe(event("e1", "click").setUserId("another").build());
    List<Interaction> interactions = interactions();
    assertThat(interactions).hasSize(3);
    assertThat(interactions.get(0).hasSignal()).isTrue();
    assertThat(interactions.get(1).getProgress().getReason()).isEqualTo("duplicate");
    assertThat(interactions.get(1).getSourceOffset()).isEqualTo(1);
    assertThat(interactions.get(2).hasSignal()).isTrue();
    assertThat(count("duplicate", "none")).isEqualTo(1);
    assertThat(rejections()).isEmpty();
  }

  @Test
  void remembersEventsForTheRetentionAndNotForTwice() {
    TestInputTopic<byte[], byte[]> events = input();
    byte[] bytes = RecordSerdes.EVENT.encode(event("e1", "click").build());
    events.pipeInput(key("u"), bytes, ARRIVAL);
    events.pipeInput(key("u"), bytes, ARRIVAL.plus(Duration.ofDays(1)));
    events.pipeInput(key("u"), bytes, ARRIVAL.plus(Duration.ofDays(2)));
    assertThat(interactions())
        .extracting(Interaction::hasSignal)
        .containsExactly(true, false, true);
  }

  @Test
  void quarantinesPoisonAndGoesOn() {
    long seed = 42;
    Random random = new Random(seed);
    byte[] noise = new byte[100];
    random.nextBytes(noise);
    input().pipeInput(key("u"), noise, ARRIVAL);
    input().pipeInput(key("u"), null, ARRIVAL);
    input().pipeInput(null, new byte[0], ARRIVAL);
    pipe(event("e1", "click").build());
    assertThat(interactions())
        .as("seed %d", seed)
        .extracting(Interaction::hasSignal)
        .containsExactly(false, false, false, true);
    List<Rejection> rejections = rejections();
    assertThat(rejections).hasSize(3).allMatch(r -> r.getCode().equals("unreadable"));
    assertThat(rejections.getFirst().getRaw().toByteArray()).isEqualTo(noise);
    assertThat(rejections.getFirst().getSource()).isEqualTo(catalogue.events().name());
    assertThat(rejections.get(1).getSourceOffset()).isEqualTo(1);
    assertThat(rejections.get(2).hasSourceOffset()).isTrue();
  }

  @Test
  void refusesWhatForeignProducersGetWrong() {
    pipe(event("e1", "click").setUserId("").build());
    pipe(event("", "click").build());
    pipe(event("e3", "gaze").build());
    pipe(event("e4", "click").setTimestampMs(ARRIVAL.toEpochMilli() + 300_001).build());
    pipe(event("e5", "rating").build());
    assertThat(rejections())
        .extracting(Rejection::getCode)
        .containsExactly(
            "invalid_id", "invalid_id", "unknown_type", "future_timestamp", "invalid_value");
    assertThat(interactions())
        .extracting(interaction -> interaction.getProgress().getReason())
        .containsExactly(
            "invalid_id", "invalid_id", "unknown_type", "future_timestamp", "invalid_value");
    assertThat(count("rejected", "invalid_id")).isEqualTo(2);
  }

  @Test
  void movesEventsOfOtherPartitionsOnceAndRefusesThoseThatDoNotArriveHome() {
    stop();
    start(4);
    // the driver puts every record on partition 0, those that are moved home as well: for it they
    // come to the wrong place again; murmur2 puts "u0" to "u9" on all four partitions
    int misplaced = (int) IntStream.range(0, 10).filter(i -> partition("u" + i) != 0).count();
    for (int i = 0; i < 10; i++) {
      pipe(event("e", "click").setUserId("u" + i).build());
    }
    List<Interaction> interactions = interactions();
    assertThat(interactions)
        .filteredOn(Interaction::hasSignal)
        .hasSize(10 - misplaced)
        .allMatch(i -> partition(i.getSignal().getUserId()) == 0 && !i.getMoved());
    assertThat(interactions)
        .filteredOn(i -> i.getProgress().getReason().equals("moved"))
        .hasSize(misplaced)
        .noneMatch(Interaction::getMoved);
    assertThat(interactions)
        .filteredOn(i -> i.getProgress().getReason().equals("wrong_partition"))
        .hasSize(misplaced)
        .allMatch(Interaction::getMoved);
    assertThat(rejections())
        .hasSize(misplaced)
        .allMatch(r -> r.getCode().equals("wrong_partition"))
        .allMatch(r -> r.getSource().equals(catalogue.movedEvents().name()));
    assertThat(registry.get("eddyline.ingest.moved.events").counter().count()).isEqualTo(misplaced);
  }

  @Test
  void movedEventIsJudgedAndCountedWithTheUsersOwn() {
    TestInputTopic<byte[], byte[]> moved = input(catalogue.movedEvents().name());
    byte[] bytes = RecordSerdes.EVENT.encode(event("e1", "click").build());
    moved.pipeInput(key("u"), bytes, ARRIVAL);
    pipe(event("e1", "click").build());
    moved.pipeInput(key("u"), new byte[] {7}, ARRIVAL);
    List<Interaction> interactions = interactions();
    assertThat(interactions).extracting(Interaction::getMoved).containsExactly(true, false, true);
    assertThat(interactions).extracting(Interaction::getSourceOffset).containsExactly(0L, 0L, 1L);
    assertThat(interactions.get(0).hasSignal()).isTrue();
    assertThat(interactions.get(1).getProgress().getReason()).isEqualTo("duplicate");
    assertThat(rejections().getFirst().getSource()).isEqualTo(catalogue.movedEvents().name());
  }

  @Test
  void weighsDownFloodInEventTime() {
    for (int i = 0; i < 2 * FLOOD_LIMIT; i++) {
      pipe(event("e" + i, "click").build());
    }
    pipe(
        event("later", "click").setTimestampMs(event("", "").getTimestampMs() + 3_600_000).build());
    List<Interaction> interactions = interactions();
    assertThat(interactions.subList(0, FLOOD_LIMIT))
        .allMatch(interaction -> interaction.getSignal().getWeight() == 1f);
    assertThat(interactions.get(2 * FLOOD_LIMIT - 1).getSignal().getWeight())
        .isCloseTo(0.5f, within(1e-6f));
    assertThat(interactions.getLast().getSignal().getWeight()).isEqualTo(1f);
  }

  @Test
  void takesArrivalForMissingTimestamp() {
    pipe(event("e1", "click").clearTimestampMs().build());
    assertThat(interactions().getFirst().getSignal().getEventTimeMs())
        .isEqualTo(ARRIVAL.toEpochMilli());
  }

  private static int partition(String userId) {
    return Partitions.of(userId, 4);
  }

  private static Event.Builder event(String id, String type) {
    return Event.newBuilder()
        .setEventId(id)
        .setUserId("u")
        .setItemId("i")
        .setType(type)
        .setTimestampMs(Instant.parse("2013-05-01T00:00:00Z").toEpochMilli());
  }

  private void pipe(Event event) {
    input().pipeInput(key(event.getUserId()), RecordSerdes.EVENT.encode(event), ARRIVAL);
  }

  private static byte @Nullable [] key(String id) {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  private TestInputTopic<byte[], byte[]> input() {
    return input(catalogue.events().name());
  }

  private TestInputTopic<byte[], byte[]> input(String topic) {
    return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private List<Interaction> interactions() {
    return values(catalogue.interactions().name()).stream()
        .map(RecordSerdes.INTERACTION::decode)
        .toList();
  }

  private List<Rejection> rejections() {
    return values(catalogue.rejected().name()).stream()
        .map(RecordSerdes.REJECTION::decode)
        .toList();
  }

  private List<byte[]> values(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readValuesToList();
  }

  private double count(String outcome, String reason) {
    return registry
        .get("eddyline.ingest.events")
        .tags("outcome", outcome, "reason", reason)
        .counter()
        .count();
  }
}
