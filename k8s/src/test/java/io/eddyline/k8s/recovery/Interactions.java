package io.eddyline.k8s.recovery;

import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clicks of sixty users on two hundred items, straight into the interactions. */
final class Interactions implements AutoCloseable {
  private static final int USERS = 60;
  private static final int ITEMS = 200;

  private final TopicCatalogue topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SplittableRandom random;
  private final Map<String, Long> counts = new HashMap<>();
  private long sent;

  Interactions(TopicCatalogue topics, String servers, long seed) {
    this.topics = topics;
    this.random = new SplittableRandom(seed);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                // The first batch to a new topic may come before its leader; no other one overtakes
                // it.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends so many more; returns when the broker has them. */
  void send(int count) {
    for (int k = 0; k < count; k++) {
      String user = "user-" + random.nextInt(USERS);
      int partition = Partitions.of(user, topics.config().userPartitions());
      Interaction interaction =
          Interaction.newBuilder()
              .setSourcePartition(partition)
              .setSourceOffset(sent)
              .setSignal(
                  Signal.newBuilder()
                      .setUserId(user)
                      .setItemId("item-" + random.nextInt(ITEMS))
                      .setType("click")
                      .setWeight(1)
                      .setPolarity(Polarity.POSITIVE)
                      .setMarksSeen(true)
                      .setEventTimeMs(1_700_000_000_000L + sent))
              .build();
      var _ =
          producer.send(
              new ProducerRecord<>(
                  topics.interactions().name(),
                  partition,
                  user.getBytes(StandardCharsets.UTF_8),
                  RecordSerdes.INTERACTION.encode(interaction)));
      counts.merge(user, 1L, Long::sum);
      sent++;
    }
    producer.flush();
  }

  long sent() {
    return sent;
  }

  /** Events of each user. */
  Map<String, Long> counts() {
    return counts;
  }

  @Override
  public void close() {
    producer.close();
  }
}
