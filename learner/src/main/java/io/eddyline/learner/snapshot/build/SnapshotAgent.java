package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.agent.RetryingAgent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The snapshot builder on a thread of its own, {@code eddyline-snapshots}.
 *
 * <p>A failed build (disk full, store away) is logged and counted; the version in service stays,
 * and the builder tries again.
 *
 * <p>Threading: started and closed by the composition root; {@link #version} and {@link #isReady}
 * from any thread.
 */
public final class SnapshotAgent implements AutoCloseable {
  private static final int HEARTBEATS_A_SESSION = 5;

  private final SnapshotBuilder builder;
  private final RetryingAgent agent;

  /**
   * Prepares the agent; {@link #start} sets it going.
   *
   * @param plan says what is built
   * @param kafka client settings: servers, security
   */
  public SnapshotAgent(
      SnapshotPlan plan, Map<String, Object> kafka, MeterRegistry registry, InstantSource clock) {
    builder =
        new SnapshotBuilder(
            plan,
            new BuilderElection(
                new KafkaConsumer<>(
                    memberSettings(plan, kafka),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer()),
                plan.topics().snapshots().name()),
            new KafkaConsumer<>(
                consumerSettings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
            new KafkaConsumer<>(
                interactionSettings(kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            new KafkaProducer<>(
                producerSettings(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
            registry,
            clock);
    agent =
        new RetryingAgent(
            "eddyline-snapshots",
            builder,
            Counter.builder("eddyline.snapshot.build.failures")
                .description("snapshots that could not be written, each tried again")
                .register(registry));
  }

  public void start() {
    agent.start();
  }

  /** The newest version of the model, 0 before any. */
  public long version() {
    return builder.version();
  }

  /** Writes versions, or stands by with all rows. */
  public boolean isReady() {
    return builder.isReady();
  }

  @Override
  public void close() {
    agent.close();
  }

  /** Settings of the member of the group of all builders of the model. */
  private static Map<String, Object> memberSettings(SnapshotPlan plan, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, plan.group());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, plan.config().sessionTimeoutMs());
    settings.put(
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        plan.config().sessionTimeoutMs() / HEARTBEATS_A_SESSION);
    if (!plan.config().instanceId().isEmpty()) {
      settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, plan.config().instanceId());
    }
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-snapshots-election");
    return settings;
  }

  private static Map<String, Object> consumerSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-snapshots");
    return settings;
  }

  /** What has fallen to retention before the builder comes to it is passed over. */
  private static Map<String, Object> interactionSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = consumerSettings(kafka);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-snapshots-gate");
    return settings;
  }

  private static Map<String, Object> producerSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "eddyline-snapshots");
    return settings;
  }
}
