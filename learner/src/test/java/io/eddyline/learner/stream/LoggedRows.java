package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;

/** Rows and progress among the records of a row topic. */
final class LoggedRows {
  private LoggedRows() {}

  static <K, V> V present(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing logged of " + key);
  }

  static Map<String, UserRow> userRows(List<TestRecord<byte[], byte[]>> records) {
    Map<String, UserRow> rows = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : records) {
      if (RowKeys.kind(record.key()) == Kind.ROW) {
        rows.put(RowKeys.id(record.key()), RecordSerdes.USER_ROW.decode(record.value()));
      }
    }
    return rows;
  }

  static Map<String, ItemRow> itemRows(List<TestRecord<byte[], byte[]>> records) {
    Map<String, ItemRow> rows = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : records) {
      if (RowKeys.kind(record.key()) == Kind.ROW) {
        rows.put(
            new String(record.key(), StandardCharsets.UTF_8),
            RecordSerdes.ITEM_ROW.decode(record.value()));
      }
    }
    return rows;
  }

  static RowProgress lastProgress(List<TestRecord<byte[], byte[]>> records) {
    assertThat(RowKeys.kind(records.getLast().key())).isEqualTo(Kind.PROGRESS);
    return RecordSerdes.ROW_PROGRESS.decode(records.getLast().value());
  }
}
