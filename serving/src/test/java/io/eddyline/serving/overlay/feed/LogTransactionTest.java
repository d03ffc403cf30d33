package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.Vectors;
import io.eddyline.serving.overlay.Side;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LogTransactionTest {
  private final LogTransaction items = new LogTransaction(new RowPartition(Side.ITEM, 0));
  private final LogTransaction users = new LogTransaction(new RowPartition(Side.USER, 0));

  @Test
  void aRowThatIsNotSoundCostsNoneBesideIt() {
    assertThat(items.take(item("good", 1, 2))).isNull();
    assertThatThrownBy(() -> items.take(item("nan", 1, Float.NaN)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("nan");
    assertThatThrownBy(() -> items.take(record("ragged", ragged())))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("2, 1 and 2 floats");
    assertThat(items.take(item("better", 3, 4))).isNull();

    RowProgress progress = RowProgress.newBuilder().setEpoch(5).setAppliedInputOffset(77).build();
    assertThat(items.end(progress))
        .extracting(entry -> ((LogEntry.Item) entry).row())
        .allSatisfy(row -> assertThat(row.origin().appliedInput()).isEqualTo(77))
        .extracting(row -> row.itemId())
        .containsExactly("good", "better");
  }

  @Test
  void aUsersVectorOfHalfANumberIsRefused() {
    byte[] row =
        RecordSerdes.USER_ROW.encode(
            UserRow.newBuilder().setVector(ByteString.copyFrom(new byte[6])).build());
    assertThatThrownBy(() -> users.take(record("u", row)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("6 bytes");
  }

  private static ConsumerRecord<byte[], byte[]> item(String id, float... vector) {
    return record(id, RecordSerdes.ITEM_ROW.encode(row(vector, vector)));
  }

  private static byte[] ragged() {
    return RecordSerdes.ITEM_ROW.encode(row(new float[] {1, 2}, new float[] {1}));
  }

  private static ItemRow row(float[] vector, float[] momentum) {
    return ItemRow.newBuilder()
        .setVector(bytes(vector))
        .setMomentum(bytes(momentum))
        .setContext(bytes(vector))
        .build();
  }

  private static ByteString bytes(float[] vector) {
    return Vectors.encode(vector, 0, vector.length);
  }

  private static ConsumerRecord<byte[], byte[]> record(String id, byte[] value) {
    return new ConsumerRecord<>("rows", 0, 0, RowKeys.row(id), value);
  }
}
