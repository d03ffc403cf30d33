package io.eddyline.k8s.cluster;

import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What stands in the row topics: the latest committed record of each key.
 *
 * @param users by id
 * @param items by id
 * @param userProgress by partition
 * @param itemProgress by partition
 */
public record LearntRows(
    Map<String, UserRow> users,
    Map<String, ItemRow> items,
    Map<Integer, RowProgress> userProgress,
    Map<Integer, RowProgress> itemProgress) {
  private static final Duration POLL = Duration.ofMillis(100);

  /** Reads both topics to their present end. */
  public static LearntRows read(Map<String, Object> kafka, TopicCatalogue topics) {
    LearntRows rows =
        new LearntRows(new HashMap<>(), new HashMap<>(), new TreeMap<>(), new TreeMap<>());
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      rows.readUsers(consumer, topics.userRows());
      rows.readItems(consumer, topics.itemRows());
    }
    return rows;
  }

  /** Trained events of each user. */
  public Map<String, Long> eventsOfUsers() {
    Map<String, Long> counts = new HashMap<>();
    users.forEach((id, row) -> counts.put(id, row.getTrainedEvents()));
    return counts;
  }

  /** Live pairs of each item, where popularity does not decay. */
  Map<String, Long> livePairsOfItems() {
    Map<String, Long> counts = new HashMap<>();
    items.forEach((id, row) -> counts.put(id, Math.round(row.getPopularity())));
    return counts;
  }

  long trainedEvents() {
    return userProgress.values().stream().mapToLong(RowProgress::getTrainedEvents).sum();
  }

  /** Live pairs of all item partitions. */
  public long livePairs() {
    return itemProgress.values().stream().mapToLong(RowProgress::getLivePairs).sum();
  }

  private void readUsers(KafkaConsumer<byte[], byte[]> consumer, TopicSpec topic) {
    Map<String, byte[]> latest = new HashMap<>();
    readAll(consumer, topic, latest, userProgress);
    latest.forEach((id, value) -> users.put(id, RecordSerdes.USER_ROW.decode(value)));
  }

  private void readItems(KafkaConsumer<byte[], byte[]> consumer, TopicSpec topic) {
    Map<String, byte[]> latest = new HashMap<>();
    readAll(consumer, topic, latest, itemProgress);
    latest.forEach((id, value) -> items.put(id, RecordSerdes.ITEM_ROW.decode(value)));
  }

  private static void readAll(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicSpec topic,
      Map<String, byte[]> rows,
      Map<Integer, RowProgress> progress) {
    List<TopicPartition> partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        switch (RowKeys.kind(record.key())) {
          case ROW -> {
            if (record.value() == null) {
              rows.remove(RowKeys.id(record.key()));
            } else {
              rows.put(RowKeys.id(record.key()), record.value());
            }
          }
          case PROGRESS ->
              progress.put(record.partition(), RecordSerdes.ROW_PROGRESS.decode(record.value()));
          case SEEN_BLOCK -> {}
        }
      }
    }
  }
}
