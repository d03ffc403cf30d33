package io.eddyline.learner.stream;

import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.record.Progress;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The learner's topology in the test driver, one partition a side. The driver commits after every
 * record, loops the repartition topic back and feeds the item rows' changelog to the replica.
 */
final class DrivenLearner implements AutoCloseable {
  final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("test", 1, 1, 1));
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Lead lead;
  final LearnerMetrics metrics = new LearnerMetrics(registry);
  final ItemReplica replica;
  final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> interactions;
  private long sourceOffset;

  DrivenLearner(LearnerSettings settings, LearnerConfig config) {
    this(settings, config, DeltaTasks.off());
  }

  /** As the other; changes are handed over. */
  DrivenLearner(LearnerSettings settings, LearnerConfig config, DeltaTasks deltas) {
    replica =
        new ItemReplica(
            new FirstVector(settings.seed(), settings.dimension()),
            settings.popularityDecay(1),
            1,
            id -> 0,
            settings.rows().expireAfterEvents(),
            settings.neighbours().length());
    LearnerParts parts =
        LearnerParts.fresh(settings, config, topics, replica, metrics, () -> 0, Runnable::run)
            .with(deltas);
    lead = parts.lead();
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.learnerApplicationId());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    driver =
        new TopologyTestDriver(LearnerTopology.build(parts, topics), properties, Instant.EPOCH);
    interactions = input(topics.interactions());
  }

  private TestInputTopic<byte[], byte[]> input(TopicSpec topic) {
    return driver.createInputTopic(
        topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Pipes a signal with the next source offset of source partition 3. */
  void learn(Signal signal) {
    pipe(
        RecordSerdes.INTERACTION.encode(
            Interaction.newBuilder()
                .setSourcePartition(3)
                .setSourceOffset(sourceOffset++)
                .setSignal(signal)
                .build()));
  }

  /** Pipes a catalogue entry. */
  void describe(String itemId, String attributesJson) {
    Item item =
        Item.newBuilder()
            .setItemId(itemId)
            .setAttributesJson(attributesJson)
            .setAvailable(true)
            .build();
    input(topics.items())
        .pipeInput(itemId.getBytes(StandardCharsets.UTF_8), RecordSerdes.ITEM.encode(item));
  }

  /** Pipes a record of the catalogue as it is. */
  @SuppressWarnings("NullAway") // Kafka's driver takes a record without key or value
  void pipeItem(byte @Nullable [] key, byte @Nullable [] value) {
    input(topics.items()).pipeInput(key, value);
  }

  /** Pipes a moved event's signal, whose source is a place among the moved events. */
  void learnMoved(Signal signal, int sourcePartition, long offset) {
    pipe(
        RecordSerdes.INTERACTION.encode(
            Interaction.newBuilder()
                .setSourcePartition(sourcePartition)
                .setSourceOffset(offset)
                .setMoved(true)
                .setSignal(signal)
                .build()));
  }

  /** Pipes a source offset that was dropped. */
  void drop(int sourcePartition, long offset) {
    pipe(
        RecordSerdes.INTERACTION.encode(
            Interaction.newBuilder()
                .setSourcePartition(sourcePartition)
                .setSourceOffset(offset)
                .setProgress(Progress.newBuilder().setReason("duplicate"))
                .build()));
  }

  @SuppressWarnings("NullAway") // Kafka's driver takes a record without a value
  void pipe(byte @Nullable [] interaction) {
    interactions.pipeInput(new byte[] {'k'}, interaction);
  }

  /** Pipes a batch of item updates past the user side. */
  @SuppressWarnings("NullAway") // Kafka's driver takes a record without a value
  void pipeUpdates(byte @Nullable [] batch) {
    input(topics.itemUpdates()).pipeInput(UpdateKeys.of(0), batch);
  }

  /** As the other, with a header that says where the batch comes from. */
  void pipeUpdates(byte[] batch, UpdateOrigin origin) {
    input(topics.itemUpdates())
        .pipeInput(new TestRecord<>(UpdateKeys.of(0), batch, origin.headers()));
  }

  /** What a topic got since the last call. */
  List<TestRecord<byte[], byte[]>> read(TopicSpec topic) {
    return driver
        .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  UserTable users() {
    CommitHook<UserRows> rows = store(TopicCatalogue.USER_STORE);
    return rows.state().table();
  }

  ItemTable items() {
    CommitHook<ItemRows> rows = store(TopicCatalogue.ITEM_STORE);
    return rows.state().table();
  }

  double unreadable() {
    return registry.get("eddyline.learner.unreadable.records").counter().count();
  }

  double rejected(RejectionReason reason) {
    return registry
        .get("eddyline.learner.rejected.records")
        .tag("reason", reason.code())
        .counter()
        .count();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the topology names the stores
  private <T> T store(String name) {
    return (T) driver.getStateStore(name);
  }

  @Override
  public void close() {
    driver.close();
  }
}
