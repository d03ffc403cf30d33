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
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The row topics of a model in memory: what is committed is there, from any offset, as often as it
 * is read.
 */
public final class RowTopics {
  private final TopicCatalogue topics;
  private final Logs logs;

  /** Those of all models. */
  private static final class Logs {
    private final long userBeginning;
    private final long itemBeginning;
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records =
        new HashMap<>();
    private final Map<TopicPartition, Long> beginnings = new HashMap<>();
    private final AtomicBoolean away = new AtomicBoolean();

    private Logs(long userBeginning, long itemBeginning) {
      this.userBeginning = userBeginning;
      this.itemBeginning = itemBeginning;
    }

    private synchronized void begin(TopicPartition place, long offset) {
      if (beginnings.putIfAbsent(place, offset) == null) {
        records.put(place, new ArrayList<>());
      }
    }

    private synchronized long beginning(TopicPartition place) {
      return Objects.requireNonNull(beginnings.get(place), "every partition has a log");
    }

    private synchronized long end(TopicPartition place) {
      return beginning(place) + log(place).size();
    }

    private List<ConsumerRecord<byte[], byte[]>> log(TopicPartition place) {
      return Objects.requireNonNull(records.get(place), "every partition has a log");
    }

    private synchronized List<ConsumerRecord<byte[], byte[]>> from(
        TopicPartition place, long offset) {
      List<ConsumerRecord<byte[], byte[]>> log = log(place);
      int from = Math.clamp(offset - beginning(place), 0, log.size());
      return List.copyOf(log.subList(from, log.size()));
    }

    private synchronized void append(TopicPartition place, byte[] key, byte @Nullable [] value) {
      log(place)
          .add(
              new ConsumerRecord<>(
                  place.topic(),
                  place.partition(),
                  end(place),
                  1_700_000_001_000L,
                  TimestampType.LOG_APPEND_TIME,
                  key.length,
                  value == null ? 0 : value.length,
                  key,
                  value,
                  new RecordHeaders(),
                  Optional.empty()));
    }
  }

  /** Empty topics whose partitions begin at an offset. */
  public RowTopics(TopicCatalogue topics, long userBeginning, long itemBeginning) {
    this(topics, new Logs(userBeginning, itemBeginning));
  }

  private RowTopics(TopicCatalogue topics, Logs logs) {
    this.topics = topics;
    this.logs = logs;
    for (int number = 0; number < topics.userRows().partitions(); number++) {
      logs.begin(users(number), logs.userBeginning);
    }
    for (int number = 0; number < topics.itemRows().partitions(); number++) {
      logs.begin(items(number), logs.itemBeginning);
    }
  }

  /** Those of another model, for the same readers. */
  public RowTopics of(String model) {
    return new RowTopics(new TopicCatalogue(topics.config(), model), logs);
  }

  private TopicPartition users(int number) {
    return new TopicPartition(topics.userRows().name(), number);
  }

  private TopicPartition items(int number) {
    return new TopicPartition(topics.itemRows().name(), number);
  }

  /** Lets the broker go away, or come back. */
  public void broker(boolean isAway) {
    logs.away.set(isAway);
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
    logs.append(users(partition), RowKeys.row(id), RecordSerdes.USER_ROW.encode(row.build()));
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
    logs.append(items(partition), RowKeys.row(id), RecordSerdes.ITEM_ROW.encode(row));
  }

  /** Commits a record as it is. */
  public void record(boolean ofUsers, int partition, byte[] key, byte @Nullable [] value) {
    logs.append(ofUsers ? users(partition) : items(partition), key, value);
  }

  /** Commits the removal of a row. */
  public void remove(boolean ofUsers, int partition, String id) {
    logs.append(ofUsers ? users(partition) : items(partition), RowKeys.row(id), null);
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
    logs.append(
        ofUsers ? users(partition) : items(partition),
        RowKeys.progress(),
        RecordSerdes.ROW_PROGRESS.encode(progress));
  }

  private static ByteString bytes(float[] vector) {
    return Vectors.encode(vector, 0, vector.length);
  }

  /** One more reader. */
  public Consumer<byte[], byte[]> open() {
    return new Reader(logs);
  }

  private static final class Reader extends MockConsumer<byte[], byte[]> {
    private final Logs logs;

    private Reader(Logs logs) {
      super("none");
      this.logs = logs;
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> beginnings = new HashMap<>();
      partitions.forEach(place -> beginnings.put(place, logs.beginning(place)));
      updateBeginningOffsets(beginnings);
      super.assign(partitions);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the wait is the part without it
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      if (logs.away.get()) {
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
        logs.from(place, position(place)).forEach(this::addRecord);
      }
      return super.poll(timeout);
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      partitions.forEach(place -> ends.put(place, logs.end(place)));
      return ends;
    }
  }
}
