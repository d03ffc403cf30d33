package io.eddyline.learner.stream;

import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The learner's topology in Kafka's test driver, which commits after every record. It runs one task
 * of each side, so the topics have one partition a side.
 *
 * <p>Threading: one thread.
 */
public final class TopologyRun implements AutoCloseable {
  private final TopologyTestDriver driver;
  private final TestInputTopic<byte[], byte[]> interactions;
  private long sourceOffset;

  public TopologyRun(LearnerSettings settings, TopicCatalogue topics, Path stateDir) {
    ItemReplica replica =
        new ItemReplica(
            new FirstVector(settings.seed(), settings.dimension()),
            settings.popularityDecay(1),
            1,
            _ -> 0,
            settings.rows().expireAfterEvents(),
            settings.neighbours().length());
    LearnerParts parts =
        LearnerParts.fresh(
            settings,
            RecordSettings.bind(LearnerConfig.class, Map.of("local-images", "false")),
            topics,
            replica,
            new LearnerMetrics(new SimpleMeterRegistry()),
            () -> 0,
            Runnable::run);
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.learnerApplicationId());
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(LearnerTopology.build(parts, topics), properties, Instant.EPOCH);
    interactions =
        driver.createInputTopic(
            topics.interactions().name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Trains a signal, with all item updates that follow from it. */
  public void learn(Signal signal) {
    interactions.pipeInput(
        new byte[] {'k'},
        RecordSerdes.INTERACTION.encode(
            Interaction.newBuilder().setSourceOffset(sourceOffset++).setSignal(signal).build()));
  }

  /** What was written to a topic since the last call, in order. */
  public List<TestRecord<byte[], byte[]>> read(TopicSpec topic) {
    return driver.producedTopicNames().contains(topic.name())
        ? driver
            .createOutputTopic(
                topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList()
        : List.of();
  }

  @Override
  public void close() {
    driver.close();
  }
}
