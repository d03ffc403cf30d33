package io.eddyline.k8s.recovery;

import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed rows as the logs have them. */
final class LoggedRows {
  private LoggedRows() {}

  /** Trained events of each user. */
  static Map<String, Long> trainedEvents(TopicCatalogue topics, String servers) {
    Map<String, Long> counts = new HashMap<>();
    read(
        topics.userRows(),
        servers,
        record -> {
          if (RowKeys.kind(record.key()) == Kind.ROW) {
            UserRow row = RecordSerdes.USER_ROW.decode(record.value());
            counts.put(RowKeys.id(record.key()), row.getTrainedEvents());
          }
        });
    return counts;
  }

  /** Live pairs of all item partitions. */
  static long livePairs(TopicCatalogue topics, String servers) {
    Map<Integer, Long> pairs = new HashMap<>();
    read(
        topics.itemRows(),
        servers,
        record -> {
          if (RowKeys.kind(record.key()) == Kind.PROGRESS) {
            pairs.put(
                record.partition(),
                RecordSerdes.ROW_PROGRESS.decode(record.value()).getLivePairs());
          }
        });
    return pairs.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void read(
      TopicSpec log, String servers, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
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
          IntStream.range(0, log.partitions())
              .mapToObj(partition -> new TopicPartition(log.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(reader);
      }
    }
  }
}
