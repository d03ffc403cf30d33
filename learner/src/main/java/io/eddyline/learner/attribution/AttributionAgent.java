package io.eddyline.learner.attribution;

import io.eddyline.learner.agent.RetryingAgent;
import io.eddyline.schemas.topic.TopicCatalogue;
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
 * The attribution of events on a thread of its own, {@code eddyline-attribution}. A turn that fails
 * is logged, counted and tried again.
 *
 * <p>Threading: started and closed by the composition root.
 */
public final class AttributionAgent implements AutoCloseable {
  private final RetryingAgent agent;

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
    Attribution attribution =
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
    agent =
        new RetryingAgent(
            "eddyline-attribution",
            attribution,
            Counter.builder("eddyline.attribution.failures")
                .description("turns of the attribution that failed, each tried again")
                .register(registry));
  }

  public void start() {
    agent.start();
  }

  @Override
  public void close() {
    agent.close();
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
