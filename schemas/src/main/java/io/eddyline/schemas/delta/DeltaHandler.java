package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;

/**
 * Takes the messages of a batch, in order. A flyweight is valid during the call, its groups and
 * strings are to be read in the order of the fields.
 */
public interface DeltaHandler {
  void onStreamStart(StreamStartDecoder message);

  void onUserRow(UserRowDecoder message);

  void onSeenBlock(SeenBlockDecoder message);

  void onItemRow(ItemRowDecoder message);

  void onRowRemoved(RowRemovedDecoder message);

  void onWatermark(WatermarkDecoder message);

  /** A message of a newer schema, which has no meaning here; its stream goes on behind it. */
  void onUnknown(int templateId);
}
