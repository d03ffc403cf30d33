package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.HealthSettings;
import io.eddyline.learner.snapshot.RetrievalSettings;
import io.eddyline.learner.snapshot.gate.GateSettings;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The snapshot builder, elected, that makes a version when it is told to.
 *
 * <p>Threading: one thread.
 */
public final class BuilderRun implements AutoCloseable {
  private static final int MOST_TURNS = 1_000;
  private static final SnapshotsConfig CONFIG =
      new SnapshotsConfig(
          "",
          10_000,
          Duration.ofSeconds(30),
          100_000,
          Duration.ofSeconds(2),
          5,
          Duration.ofMinutes(2),
          Duration.ofDays(1),
          0,
          "",
          HealthSettings.defaults(),
          RecordSettings.bind(GateSettings.class, Map.of("wait-ms", "0")),
          RetrievalSettings.EXACT);

  private final FileSnapshotStore store;
  private final String model;
  private final SnapshotBuilder builder;
  private long nowMs = 1_700_000_000_000L;

  /**
   * Starts a builder that finds an empty store and publishes the empty first version.
   *
   * @param log makes what reads the model's topics
   */
  public BuilderRun(
      LearnerSettings settings,
      TopicCatalogue topics,
      FileSnapshotStore store,
      Supplier<Consumer<byte[], byte[]>> log)
      throws IOException {
    this.store = store;
    this.model = topics.model();
    TopicPartition office = new TopicPartition(topics.snapshots().name(), 0);
    MockConsumer<byte[], byte[]> member = new MockConsumer<>("earliest");
    member.updateBeginningOffsets(Map.of(office, 0L));
    builder =
        new SnapshotBuilder(
            new SnapshotPlan(model, store, CONFIG, settings, topics),
            new BuilderElection(member, topics.snapshots().name()),
            log.get(),
            log.get(),
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
            new SimpleMeterRegistry(),
            () -> Instant.ofEpochMilli(nowMs));
    builder.start();
    member.rebalance(List.of(office));
    builder.doWork();
  }

  /** Makes a version of all that is in the log now. */
  public Manifest build() throws IOException {
    long before = builder.version();
    for (int turn = 0; builder.version() == before; turn++) {
      if (turn == MOST_TURNS) {
        throw new IllegalStateException("no version after %d in %d turns".formatted(before, turn));
      }
      builder.doWork();
      nowMs += CONFIG.interval().toMillis();
    }
    return store.open(model, builder.version()).manifest();
  }

  @Override
  public void close() {
    builder.close();
  }
}
