package io.eddyline.k8s.overlay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Topics of one partition in memory: what is appended is there for every reader, from any offset.
 *
 * <p>Threading: thread-safe; each reader is for one thread.
 */
final class MemoryLog {
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records =
      new ConcurrentHashMap<>();

  /** Appends a record, a removal if it has no value. */
  void append(String topic, byte[] key, byte @Nullable [] value) {
    TopicPartition place = new TopicPartition(topic, 0);
    synchronized (records) {
      var log = records.computeIfAbsent(place, _ -> new ArrayList<>());
      ConsumerRecord<byte[], byte @Nullable []> record =
          new ConsumerRecord<>(topic, 0, log.size(), key, value);
      log.add(record);
    }
  }

  /** What stands in a topic from an offset on. */
  List<ConsumerRecord<byte[], byte[]>> from(String topic, long offset) {
    return from(new TopicPartition(topic, 0), offset);
  }

  private List<ConsumerRecord<byte[], byte[]>> from(TopicPartition place, long offset) {
    synchronized (records) {
      var log = records.getOrDefault(place, List.of());
      return List.copyOf(log.subList((int) Math.min(offset, log.size()), log.size()));
    }
  }

  private long end(TopicPartition place) {
    synchronized (records) {
      return records.getOrDefault(place, List.of()).size();
    }
  }

  /** One more reader. */
  Consumer<byte[], byte[]> open() {
    return new Reader();
  }

  private final class Reader extends MockConsumer<byte[], byte[]> {
    private Reader() {
      super("earliest");
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> beginnings = new HashMap<>();
      partitions.forEach(place -> beginnings.put(place, 0L));
      updateBeginningOffsets(beginnings);
      updateEndOffsets(endOffsets(partitions));
      super.assign(partitions);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the wait is the part without it
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      ConsumerRecords<byte[], byte[]> polled = pollLog(timeout);
      if (polled.isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      return polled;
    }

    private synchronized ConsumerRecords<byte[], byte[]> pollLog(Duration timeout) {
      for (TopicPartition place : assignment()) {
        from(place, position(place)).forEach(this::addRecord);
      }
      return super.poll(timeout);
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      partitions.forEach(place -> ends.put(place, end(place)));
      return ends;
    }
  }
}
