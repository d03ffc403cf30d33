package io.eddyline.k8s.recovery;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Logs of rows as large as a learner leaves them: 64 dimensions, full histories and neighbours. */
public final class RowLogs {
  private static final int DIMENSION = 64;
  private static final int HISTORY = 20;
  private static final int SEEN_TAIL = 30;
  private static final int NEIGHBOURS = 64;
  private static final int ITEMS = 10_000;

  private final String servers;
  private final SplittableRandom random = new SplittableRandom(91);

  /**
   * @param servers of the brokers
   */
  public RowLogs(String servers) {
    this.servers = servers;
  }

  /** Writes rows of so many users. */
  public void writeUsers(TopicSpec log, int count) {
    write(log, count, "user-", row -> RecordSerdes.USER_ROW.encode(userRow()));
  }

  /** Writes rows of so many items. */
  public void writeItems(TopicSpec log, int count) {
    write(log, count, "item-", row -> RecordSerdes.ITEM_ROW.encode(itemRow(row)));
  }

  private void write(TopicSpec log, int count, String prefix, IntFunction<byte[]> rows) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 << 10,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int row = 0; row < count; row++) {
        String id = prefix + row;
        var _ =
            producer.send(
                new ProducerRecord<>(
                    log.name(),
                    Partitions.of(id, log.partitions()),
                    RowKeys.row(id),
                    rows.apply(row)));
      }
    }
  }

  private UserRow userRow() {
    UserRow.Builder row =
        UserRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(1).setCount(9))
            .setVector(vector())
            .setMomentum(vector())
            .setAccumulator(0.5f)
            .setTrainedEvents(HISTORY);
    for (int k = 0; k < HISTORY; k++) {
      row.addHistory(
          HistoryEntry.newBuilder()
              .setItemId(item())
              .setWeight(1)
              .setEventTimeMs(1_700_000_000_000L + random.nextInt(1 << 30)));
    }
    for (int k = 0; k < SEEN_TAIL; k++) {
      row.addSeenTail(item());
    }
    return row.build();
  }

  private ItemRow itemRow(int ordinal) {
    ItemRow.Builder row =
        ItemRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(1).setCount(9))
            .setVector(vector())
            .setMomentum(vector())
            .setContext(vector())
            .setAccumulator(0.5f)
            .setContextAccumulator(0.5f)
            .setPopularity(3)
            .setPopularityClock(ordinal)
            .setOrdinal(ordinal)
            .setTrainedPairs(3);
    for (int k = 0; k < NEIGHBOURS; k++) {
      row.addNeighbourIds(item()).addNeighbourCounts(random.nextInt(100) / 10f);
    }
    return row.build();
  }

  private String item() {
    return "item-" + random.nextInt(ITEMS);
  }

  private ByteString vector() {
    float[] values = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = (float) (random.nextDouble() - 0.5);
    }
    return Vectors.encode(values, 0, DIMENSION);
  }

  /** Reads the log with a bare consumer, the yardstick. */
  void read(TopicSpec log, int count) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                8 << 20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, log.partitions())
              .mapToObj(partition -> new TopicPartition(log.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      for (int read = 0; read < count; ) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
        read += records.count();
      }
    }
  }
}
