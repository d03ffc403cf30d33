package io.eddyline.k8s.recovery;

import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed user rows as the log has them. */
final class LoggedUsers {
  private LoggedUsers() {}

  /** Trained events of each user. */
  static Map<String, Long> trainedEvents(TopicCatalogue topics, String servers) {
    Map<String, Long> counts = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, topics.userRows().partitions())
              .mapToObj(partition -> new TopicPartition(topics.userRows().name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  if (RowKeys.kind(record.key()) == Kind.ROW) {
                    UserRow row = RecordSerdes.USER_ROW.decode(record.value());
                    counts.put(RowKeys.id(record.key()), row.getTrainedEvents());
                  }
                });
      }
    }
    return counts;
  }
}
