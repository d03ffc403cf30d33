package io.eddyline.k8s.bench;

import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Times without a committed row, by partition, as a reader of the row topic sees them. A partition
 * that is silent until the reading ends has been silent for as long.
 *
 * <p>Threading: one thread.
 */
final class RowSilences implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final long[] heardNs;
  private long longestNs;

  private RowSilences(KafkaConsumer<byte[], byte[]> consumer, int partitions) {
    this.consumer = consumer;
    this.heardNs = new long[partitions];
    Arrays.fill(heardNs, System.nanoTime());
  }

  /** Reads from the present end on. */
  static RowSilences ofEnd(Map<String, Object> kafka, TopicSpec rows) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> all =
        IntStream.range(0, rows.partitions())
            .mapToObj(partition -> new TopicPartition(rows.name(), partition))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    return new RowSilences(consumer, rows.partitions());
  }

  /** Reads for so long; {@link #longestSeconds} is then of this time alone. */
  void read(Duration time) {
    longestNs = 0;
    long endNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNs) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        heard(record.partition(), System.nanoTime());
      }
    }
    for (int partition = 0; partition < heardNs.length; partition++) {
      longestNs = Math.max(longestNs, System.nanoTime() - heardNs[partition]);
    }
  }

  private void heard(int partition, long nowNs) {
    longestNs = Math.max(longestNs, nowNs - heardNs[partition]);
    heardNs[partition] = nowNs;
  }

  /** The longest silence of any partition in the last reading. */
  double longestSeconds() {
    return longestNs / 1e9;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
