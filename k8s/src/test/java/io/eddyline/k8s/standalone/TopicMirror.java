package io.eddyline.k8s.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies a cluster's topics as a mirror does: the committed records with key, value, headers and
 * partition; offsets and groups are the new cluster's own. Stateless.
 */
final class TopicMirror {
  private TopicMirror() {}

  /** Copies all that is there; returns when the other cluster has acknowledged it. */
  static void copy(String from, String to) throws Exception {
    try (Admin source = Admin.create(Map.of("bootstrap.servers", from));
        Admin target = Admin.create(Map.of("bootstrap.servers", to))) {
      List<TopicPartition> partitions = create(source, target);
      try (KafkaConsumer<byte[], byte[]> reader =
              new KafkaConsumer<>(
                  Map.of("bootstrap.servers", from, "isolation.level", "read_committed"),
                  new ByteArrayDeserializer(),
                  new ByteArrayDeserializer());
          KafkaProducer<byte[], byte[]> writer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", to, "acks", "all"),
                  new ByteArraySerializer(),
                  new ByteArraySerializer())) {
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (partitions.stream()
            .anyMatch(it -> reader.position(it) < ends.getOrDefault(it, 0L))) {
          for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
            Future<?> _ =
                writer.send(
                    new ProducerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.key(),
                        record.value(),
                        record.headers()));
          }
        }
        writer.flush();
      }
    }
  }

  /** Makes the topics with the settings that they have; returns their partitions. */
  private static List<TopicPartition> create(Admin source, Admin target) throws Exception {
    Map<String, TopicDescription> topics =
        source.describeTopics(source.listTopics().names().get()).allTopicNames().get();
    List<NewTopic> copies = new ArrayList<>();
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : topics.values()) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
      Map<String, String> settings = new HashMap<>();
      for (ConfigEntry entry :
          Objects.requireNonNull(
                  source.describeConfigs(List.of(resource)).all().get().get(resource))
              .entries()) {
        if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
          settings.put(entry.name(), entry.value());
        }
      }
      copies.add(
          new NewTopic(topic.name(), Optional.of(topic.partitions().size()), Optional.empty())
              .configs(settings));
      topic
          .partitions()
          .forEach(it -> partitions.add(new TopicPartition(topic.name(), it.partition())));
    }
    target.createTopics(copies).all().get();
    return partitions;
  }
}
