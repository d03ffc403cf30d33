package io.eddyline.learner.delta;

import io.eddyline.learner.agent.RetryingAgent;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaHints;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaSubscriptions;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The learner's end of the delta stream, running: two threads, {@code learner-delta} that sends and
 * hears hints, and {@code learner-presence}.
 *
 * <p>Threading: opened, started and closed by the thread that owns the learner.
 */
public final class DeltaPublisher implements AutoCloseable {
  private static final String SENDER = "learner-delta";
  private static final String PRESENCE = "learner-presence";

  private final DeltaTasks tasks;
  private final DeltaSubscriptions others;
  private final String hintEndpoint;
  private final AgentRunner sender;
  private final RetryingAgent presence;

  /**
   * Prepares the threads; {@link #start} sets them going.
   *
   * @param replica that the hints of other learners go to
   */
  public DeltaPublisher(
      DeltaConfig config,
      DeltaPlace place,
      ItemReplica replica,
      ReplicaHints hints,
      DeltaMetrics metrics) {
    AeronLink link = place.link();
    long publisher = ThreadLocalRandom.current().nextLong();
    tasks = new DeltaTasks(config, metrics, SystemEpochClock.INSTANCE);
    int streamId = DeltaChannels.streamId(place.topics().model());
    hintEndpoint = config.hintEndpoint();
    others =
        new DeltaSubscriptions(
            link, streamId, new ItemHints(hints, replica.dimension(), metrics, publisher), _ -> {});
    AeronSink sink = new AeronSink(link, config, streamId);
    sender =
        new AgentRunner(
            AeronLink.idle(),
            metrics::failed,
            null,
            new CompositeAgent(
                new DeltaPublisherAgent(tasks, sink, publisher, SystemEpochClock.INSTANCE),
                new AeronDuty(link, others, SystemNanoClock.INSTANCE)));
    String instance = place.instance();
    Presence self =
        Presence.newBuilder()
            .setInstance(instance.isEmpty() ? HexFormat.of().toHexDigits(publisher) : instance)
            .setModel(place.topics().model())
            .setPublisher(publisher)
            .setControlEndpoint(sink.controlEndpoint())
            .build();
    presence = new RetryingAgent(PRESENCE, presence(place, self), metrics.presenceFailures());
  }

  private PresenceWork presence(DeltaPlace place, Presence self) {
    TopicCatalogue topics = place.topics();
    return new PresenceWork(
        new KafkaConsumer<>(
            consumerSettings(place.kafka()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()),
        new KafkaProducer<>(
            producerSettings(place.kafka()), new ByteArraySerializer(), new ByteArraySerializer()),
        new TopicPartition(topics.presence().name(), 0),
        self,
        tasks,
        SystemEpochClock.INSTANCE,
        this::hear);
  }

  private void hear(Set<String> controlEndpoints) {
    others.follow(
        controlEndpoints.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    control -> DeltaChannels.subscription(control, hintEndpoint))));
  }

  private static Map<String, Object> consumerSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, PRESENCE);
    return settings;
  }

  private static Map<String, Object> producerSettings(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, PRESENCE);
    return settings;
  }

  /** Where tasks hand their changes over. */
  public DeltaTasks tasks() {
    return tasks;
  }

  public void start() {
    AgentRunner.startOnThread(sender, work -> new Thread(work, SENDER));
    presence.start();
  }

  /** Takes leave, then ends both threads. */
  @Override
  public void close() {
    presence.close();
    sender.close();
  }
}
