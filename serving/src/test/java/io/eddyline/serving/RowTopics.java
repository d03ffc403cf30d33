package io.eddyline.serving;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowVersion;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The row topics in memory: what is committed is there, from any offset, as often as it is read.
 */
public final class RowTopics extends MockConsumer<byte[], byte[]> {
  private final TopicCatalogue topics;
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> logs = new HashMap<>();
  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final AtomicBoolean away = new AtomicBoolean();

  /** Empty topics whose partitions begin at an offset. */
  public RowTopics(TopicCatalogue topics, long userBeginning, long itemBeginning) {
    super("none");
    this.topics = topics;
    for (int number = 0; number < topics.userRows().partitions(); number++) {
      begin(users(number), userBeginning);
    }
    for (int number = 0; number < topics.itemRows().partitions(); number++) {
      begin(items(number), itemBeginning);
    }
  }

  private void begin(TopicPartition place, long offset) {
    logs.put(place, new ArrayList<>());
    beginnings.put(place, offset);
    updateBeginningOffsets(Map.of(place, offset));
  }

  private TopicPartition users(int number) {
    return new TopicPartition(topics.userRows().name(), number);
  }

  private TopicPartition items(int number) {
    return new TopicPartition(topics.itemRows().name(), number);
  }

  /** Lets the broker go away, or come back. */
  public void broker(boolean isAway) {
    away.set(isAway);
  }

  /** Commits a user's row. */
  public void user(
      int partition, String id, long epoch, long updates, float[] vector, String... history) {
    UserRow.Builder row =
        UserRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(epoch).setCount(updates))
            .setVector(bytes(vector))
            .setMomentum(bytes(vector));
    for (String item : history) {
      row.addHistory(HistoryEntry.newBuilder().setItemId(item).setWeight(1));
      row.addSeenTail(item);
    }
    append(users(partition), RowKeys.row(id), RecordSerdes.USER_ROW.encode(row.build()));
  }

  /** Commits an item's row. */
  public void item(int partition, String id, long epoch, long updates, float[] vector) {
    ItemRow row =
        ItemRow.newBuilder()
            .setVersion(RowVersion.newBuilder().setEpoch(epoch).setCount(updates))
            .setVector(bytes(vector))
            .setMomentum(bytes(vector))
            .setContext(bytes(vector))
            .setPopularity((double) updates)
            .build();
    append(items(partition), RowKeys.row(id), RecordSerdes.ITEM_ROW.encode(row));
  }

  /** Commits the removal of a row. */
  public void remove(boolean ofUsers, int partition, String id) {
    append(ofUsers ? users(partition) : items(partition), RowKeys.row(id), null);
  }

  /** Ends a transaction. */
  public void progress(
      boolean ofUsers,
      int partition,
      long epoch,
      long input,
      Map<Integer, Long> sources,
      long floor) {
    RowProgress progress =
        RowProgress.newBuilder()
            .setEpoch(epoch)
            .setAppliedInputOffset(input)
            .putAllAppliedSourceOffsets(sources)
            .setCountFloor(floor)
            .build();
    append(
        ofUsers ? users(partition) : items(partition),
        RowKeys.progress(),
        RecordSerdes.ROW_PROGRESS.encode(progress));
  }

  private synchronized void append(TopicPartition place, byte[] key, byte @Nullable [] value) {
    List<ConsumerRecord<byte[], byte[]>> log = log(place);
    long offset = end(place);
    log.add(
        new ConsumerRecord<>(
            place.topic(),
            place.partition(),
            offset,
            1_700_000_001_000L,
            TimestampType.LOG_APPEND_TIME,
            key.length,
            value == null ? 0 : value.length,
            key,
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition place) {
    return Objects.requireNonNull(logs.get(place), "every partition has a log");
  }

  private long end(TopicPartition place) {
    return beginnings.getOrDefault(place, 0L) + log(place).size();
  }

  private static ByteString bytes(float[] vector) {
    return Vectors.encode(vector, 0, vector.length);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the wait is the part without it
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    if (away.get()) {
      throw new KafkaException("the broker is away");
    }
    ConsumerRecords<byte[], byte[]> records = pollLogs(timeout);
    if (records.isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return records;
  }

  private synchronized ConsumerRecords<byte[], byte[]> pollLogs(Duration timeout) {
    for (TopicPartition place : assignment()) {
      List<ConsumerRecord<byte[], byte[]>> log = log(place);
      long read = position(place) - beginnings.getOrDefault(place, 0L);
      int from = Math.clamp(read, 0, log.size());
      log.subList(from, log.size()).forEach(this::addRecord);
    }
    return super.poll(timeout);
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    partitions.forEach(place -> ends.put(place, end(place)));
    return ends;
  }
}
