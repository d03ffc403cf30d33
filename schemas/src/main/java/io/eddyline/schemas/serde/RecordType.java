package io.eddyline.schemas.serde;

import com.google.protobuf.Descriptors.Descriptor;
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

/**
 * The records that appear as Kafka values, each with the schema id that stands in its first byte.
 */
public enum RecordType {
  EVENT(1, Event.getDefaultInstance()),
  INTERACTION(2, Interaction.getDefaultInstance()),
  REJECTION(3, Rejection.getDefaultInstance()),
  ITEM(4, Item.getDefaultInstance()),
  ITEM_UPDATES(5, ItemUpdates.getDefaultInstance()),
  USER_ROW(6, UserRow.getDefaultInstance()),
  SEEN_BLOCK(7, SeenBlock.getDefaultInstance()),
  ITEM_ROW(8, ItemRow.getDefaultInstance()),
  ROW_PROGRESS(9, RowProgress.getDefaultInstance()),
  STATE_SLOT(10, StateSlot.getDefaultInstance()),
  SNAPSHOT_ANNOUNCEMENT(11, SnapshotAnnouncement.getDefaultInstance()),
  METRIC_SAMPLE(12, MetricSample.getDefaultInstance()),
  CONTROL(13, Control.getDefaultInstance()),
  VERDICT(14, Verdict.getDefaultInstance()),
  PRESENCE(15, Presence.getDefaultInstance());

  private final byte schemaId;
  private final Descriptor descriptor;

  RecordType(int schemaId, Message defaultInstance) {
    this.schemaId = (byte) schemaId;
    this.descriptor = defaultInstance.getDescriptorForType();
  }

  /** Stands in the first byte of a value; never reused. */
  public byte schemaId() {
    return schemaId;
  }

  Descriptor descriptor() {
    return descriptor;
  }
}
