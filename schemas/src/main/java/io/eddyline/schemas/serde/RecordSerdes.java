package io.eddyline.schemas.serde;

import com.google.protobuf.Message;
import io.eddyline.schemas.record.Control;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.Presence;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.SeenBlock;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.record.Verdict;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/** The codec of every record and its Kafka serde. A null value (tombstone) stays null. */
public final class RecordSerdes {
  public static final RecordCodec<Event> EVENT =
      RecordCodec.of(RecordType.EVENT, Event.getDefaultInstance());
  public static final RecordCodec<Interaction> INTERACTION =
      RecordCodec.of(RecordType.INTERACTION, Interaction.getDefaultInstance());
  public static final RecordCodec<Rejection> REJECTION =
      RecordCodec.of(RecordType.REJECTION, Rejection.getDefaultInstance());
  public static final RecordCodec<Item> ITEM =
      RecordCodec.of(RecordType.ITEM, Item.getDefaultInstance());
  public static final RecordCodec<ItemUpdates> ITEM_UPDATES =
      RecordCodec.of(RecordType.ITEM_UPDATES, ItemUpdates.getDefaultInstance());
  public static final RecordCodec<UserRow> USER_ROW =
      RecordCodec.of(RecordType.USER_ROW, UserRow.getDefaultInstance());
  public static final RecordCodec<SeenBlock> SEEN_BLOCK =
      RecordCodec.of(RecordType.SEEN_BLOCK, SeenBlock.getDefaultInstance());
  public static final RecordCodec<ItemRow> ITEM_ROW =
      RecordCodec.of(RecordType.ITEM_ROW, ItemRow.getDefaultInstance());
  public static final RecordCodec<RowProgress> ROW_PROGRESS =
      RecordCodec.of(RecordType.ROW_PROGRESS, RowProgress.getDefaultInstance());
  public static final RecordCodec<StateSlot> STATE_SLOT =
      RecordCodec.of(RecordType.STATE_SLOT, StateSlot.getDefaultInstance());
  public static final RecordCodec<SnapshotAnnouncement> SNAPSHOT_ANNOUNCEMENT =
      RecordCodec.of(RecordType.SNAPSHOT_ANNOUNCEMENT, SnapshotAnnouncement.getDefaultInstance());
  public static final RecordCodec<MetricSample> METRIC_SAMPLE =
      RecordCodec.of(RecordType.METRIC_SAMPLE, MetricSample.getDefaultInstance());
  public static final RecordCodec<Control> CONTROL =
      RecordCodec.of(RecordType.CONTROL, Control.getDefaultInstance());
  public static final RecordCodec<Verdict> VERDICT =
      RecordCodec.of(RecordType.VERDICT, Verdict.getDefaultInstance());
  public static final RecordCodec<Presence> PRESENCE =
      RecordCodec.of(RecordType.PRESENCE, Presence.getDefaultInstance());

  private RecordSerdes() {}

  /** The Kafka serde of a codec. */
  @SuppressWarnings("NullAway") // Kafka's interfaces are not annotated; tombstones pass through
  public static <T extends Message> Serde<@Nullable T> serde(RecordCodec<T> codec) {
    return Serdes.serdeFrom(
        (topic, record) -> record == null ? null : codec.encode(record),
        (topic, bytes) -> bytes == null ? null : codec.decode(bytes));
  }
}
