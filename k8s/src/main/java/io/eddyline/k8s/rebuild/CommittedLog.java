package io.eddyline.k8s.rebuild;

import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What committed records a topic holds between two places.
 *
 * <p>Offsets alone do not say it: each transaction ends with a marker that has an offset and is no
 * record, so who has read every record may stand before the end.
 *
 * <p>Threading: one thread, which owns the consumer.
 */
final class CommittedLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  /* So many offsets are more than markers: there is no need to look. */
  private static final long FAR = 10_000;

  private final Consumer<byte[], byte[]> consumer;

  CommittedLog(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "eddyline-rebuild");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The end of what is committed in each partition. */
  Map<Integer, Long> ends(TopicSpec topic) {
    Map<Integer, Long> ends = new TreeMap<>();
    consumer
        .endOffsets(
            IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList())
        .forEach((partition, end) -> ends.put(partition.partition(), end));
    return ends;
  }

  /**
   * Whether no record lies between the positions and the ends.
   *
   * @param positions next offset to read by partition; 0 where there is none
   */
  boolean isRead(TopicSpec topic, Map<Integer, Long> positions, Map<Integer, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(
            end ->
                isRead(
                    new TopicPartition(topic.name(), end.getKey()),
                    positions.getOrDefault(end.getKey(), 0L),
                    end.getValue()));
  }

  private boolean isRead(TopicPartition partition, long position, long end) {
    if (position >= end) {
      return true;
    }
    if (end - position > FAR) {
      return false;
    }
    consumer.assign(List.of(partition));
    consumer.seek(partition, position);
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        return record.offset() >= end;
      }
    }
    return true;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
