package io.eddyline.serving.overlay.feed;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of a row topic's partition that wait for the progress record behind them, which says
 * what input they go up to. The last one of a key counts.
 *
 * <p>Threading: the log reader's thread.
 */
final class LogTransaction {
  private final RowPartition partition;
  private final Map<ByteBuffer, Pending> pending = new LinkedHashMap<>();
  /* Of the users' rows. */
  private final Map<String, RowVersion> versions = new HashMap<>();

  /** A record without what only the progress record knows. */
  private interface Pending {
    LogEntry under(RowProgress progress);
  }

  LogTransaction(RowPartition partition) {
    this.partition = partition;
  }

  /**
   * Takes a record.
   *
   * @return the progress that ends the transaction, null for any other record
   * @throws FormatException if it is none of a row topic
   */
  @Nullable RowProgress take(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    if (key == null) {
      throw new FormatException("record without a key");
    }
    byte @Nullable [] value = record.value();
    switch (RowKeys.kind(key)) {
      case PROGRESS -> {
        return value == null ? null : RecordSerdes.ROW_PROGRESS.decode(value);
      }
      case SEEN_BLOCK -> {
        if (value != null) {
          put(key, block(key, value));
        }
      }
      case ROW -> put(key, row(RowKeys.id(key), value));
    }
    return null;
  }

  private void put(byte[] key, Pending record) {
    ByteBuffer place = ByteBuffer.wrap(key);
    pending.remove(place);
    pending.put(place, record);
  }

  /** What was taken, as of the progress behind it; the next transaction begins. */
  List<LogEntry> end(RowProgress progress) {
    List<LogEntry> entries = new ArrayList<>(pending.size());
    pending.values().forEach(record -> entries.add(record.under(progress)));
    pending.clear();
    versions.clear();
    return entries;
  }

  /* A block is logged with its user's row; without that, compacted away, it gives way to others. */
  private Pending block(byte[] key, byte[] value) {
    String userId = RowKeys.id(key);
    int number = RowKeys.block(key);
    List<String> items = List.copyOf(RecordSerdes.SEEN_BLOCK.decode(value).getItemIdsList());
    return progress -> {
      RowVersion version = versions.get(userId);
      return new LogEntry.Block(
          userId,
          number,
          version == null ? new RowVersion(progress.getEpoch(), 0) : version,
          items);
    };
  }

  private Pending row(String id, byte @Nullable [] value) {
    if (value == null) {
      return progress -> removal(id, progress);
    }
    return partition.isOfUsers()
        ? user(id, RecordSerdes.USER_ROW.decode(value))
        : item(id, RecordSerdes.ITEM_ROW.decode(value));
  }

  private Pending user(String id, UserRow row) {
    OverlayUser undated =
        SoundRows.sound(
            new OverlayUser(
                id,
                undated(row.getVersion()),
                floats(row.getVector()),
                row.getHistoryList().stream().map(HistoryEntry::getItemId).toList(),
                row.getSeenTailList(),
                row.getFirstSeenBlock(),
                row.getNextSeenBlock(),
                EventTimes.UNKNOWN));
    versions.put(id, undated.origin().version());
    return progress -> new LogEntry.User(undated.upTo(progress.getAppliedInputOffset()));
  }

  private Pending item(String id, ItemRow row) {
    OverlayItem undated =
        SoundRows.sound(
            new OverlayItem(
                id,
                undated(row.getVersion()),
                floats(row.getVector()),
                floats(row.getMomentum()),
                floats(row.getContext()),
                row.getPopularity(),
                row.getTrend(),
                row.getPopularityClock(),
                neighbours(row)));
    return progress -> new LogEntry.Item(undated.upTo(progress.getAppliedInputOffset()));
  }

  private static RowNeighbours neighbours(ItemRow row) {
    float[] counts = new float[row.getNeighbourCountsCount()];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = row.getNeighbourCounts(k);
    }
    return new RowNeighbours(
        version(row.getVersion()), row.getNeighbourIdsList().toArray(String[]::new), counts);
  }

  private static RowVersion version(io.eddyline.schemas.record.RowVersion version) {
    return new RowVersion(version.getEpoch(), version.getCount());
  }

  /* Counts of rows that come after the removal start above the floor. */
  private LogEntry removal(String id, RowProgress progress) {
    RowVersion version = new RowVersion(progress.getEpoch(), progress.getCountFloor());
    return new LogEntry.Removal(
        id, new RowOrigin(partition.number(), version, progress.getAppliedInputOffset()));
  }

  /* Which input the row goes up to is known with the progress. */
  private RowOrigin undated(io.eddyline.schemas.record.RowVersion version) {
    return new RowOrigin(partition.number(), version(version), -1);
  }

  private static float[] floats(ByteString bytes) {
    if (bytes.size() % Float.BYTES != 0) {
      throw new FormatException(
          "vector of %d bytes, expected a multiple of %d".formatted(bytes.size(), Float.BYTES));
    }
    float[] values = new float[bytes.size() / Float.BYTES];
    Vectors.decode(bytes, values, 0, values.length);
    return values;
  }
}
