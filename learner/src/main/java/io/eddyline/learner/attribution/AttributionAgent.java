package io.eddyline.learner.attribution;

import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attribution of events on a thread of its own, {@code eddyline-attribution}. A turn that fails
 * is logged, counted and tried again.
 *
 * <p>Threading: started and closed by the composition root.
 */
public final class AttributionAgent implements Agent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttributionAgent.class);
  private static final long RETRY_MS = 500;

  private final Attribution attribution;
  private final Counter failures;
  private final AgentRunner runner;
  private boolean started;

  /**
   * Prepares the agent; {@link #start} sets it going.
   *
   * @param kafka client settings: servers, security
   */
  public AttributionAgent(
      TopicCatalogue topics,
      Map<String, Object> kafka,
      MeterRegistry registry,
      InstantSource clock) {
    attribution =
        new Attribution(
            new KafkaConsumer<>(
                consumerSettings(topics, kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer()),
            new KafkaProducer<>(
                producerSettings(kafka), new ByteArraySerializer(), new ByteArraySerializer()),
            topics,
            registry,
            clock);
    failures =
        Counter.builder("eddyline.attribution.failures")
            .description("turns of the attribution that failed, each tried again")
            .register(registry);
    runner = new AgentRunner(NoOpIdleStrategy.INSTANCE, this::failed, null, this);
  }

  public void start() {
    AgentRunner.startOnThread(runner);
  }

  @Override
  public int doWork() {
    if (!started) {
      attribution.start();
      started = true;
    }
    attribution.doWork();
    return 1;
  }

  @Override
  public void onClose() {
    attribution.close();
  }

  @Override
  public String roleName() {
    return "eddyline-attribution";
  }

  @Override
  public void close() {
    runner.close();
  }

  private void failed(Throwable failure) {
    failures.increment();
    LOG.warn("the attribution of events failed and tries again", failure);
    if (failure instanceof Error error) {
      throw error;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> consumerSettings(
      TopicCatalogue topics, Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.attributionGroup());
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-attribution");
    return settings;
  }

  private static Map<String, Object> producerSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "eddyline-attribution");
    return settings;
  }
}
