package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.MessageHeaderDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.SeenBlockDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartDecoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkDecoder;
import io.eddyline.schemas.error.FormatException;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Goes through a {@link DeltaBatch}'s bytes. Each message is bounded by its own length, so that
 * nothing in it leads beyond; one that is not sound ends the batch. What a handler throws of its
 * own is not taken for that.
 *
 * <p>Threading: one thread.
 */
public final class DeltaReader {
  private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final StreamStartDecoder streamStart = new StreamStartDecoder();
  private final UserRowDecoder userRow = new UserRowDecoder();
  private final SeenBlockDecoder seenBlock = new SeenBlockDecoder();
  private final ItemRowDecoder itemRow = new ItemRowDecoder();
  private final RowRemovedDecoder rowRemoved = new RowRemovedDecoder();
  private final WatermarkDecoder watermark = new WatermarkDecoder();

  /**
   * Hands over the messages in {@code [offset, offset + length)}.
   *
   * @throws FormatException at the first that is not sound; those before it have been handed over
   */
  public void read(DirectBuffer buffer, int offset, int length, DeltaHandler handler) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      int bytes = frameBytes(buffer, at, end);
      at += DeltaBatch.LENGTH_BYTES;
      frame.wrap(buffer, at, bytes);
      try {
        readMessage(handler);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        throw new FormatException(
            "delta message at byte %d of %d: %s".formatted(at - offset, length, e.getMessage()), e);
      }
      at += bytes;
    }
  }

  private static int frameBytes(DirectBuffer buffer, int at, int end) {
    if (end - at < DeltaBatch.LENGTH_BYTES) {
      throw new FormatException("delta batch ends within a length");
    }
    int bytes = buffer.getInt(at, ByteOrder.LITTLE_ENDIAN);
    int room = end - at - DeltaBatch.LENGTH_BYTES;
    if (bytes < MessageHeaderDecoder.ENCODED_LENGTH || bytes > room) {
      throw new FormatException(
          "delta message of %d bytes, expected %d to %d"
              .formatted(bytes, MessageHeaderDecoder.ENCODED_LENGTH, room));
    }
    return bytes;
  }

  private void readMessage(DeltaHandler handler) {
    header.wrap(frame, 0);
    if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      throw new FormatException(
          "delta schema %d, expected %d"
              .formatted(header.schemaId(), MessageHeaderDecoder.SCHEMA_ID));
    }
    switch (header.templateId()) {
      case StreamStartDecoder.TEMPLATE_ID ->
          handler.onStreamStart(streamStart.wrapAndApplyHeader(frame, 0, header));
      case UserRowDecoder.TEMPLATE_ID ->
          handler.onUserRow(userRow.wrapAndApplyHeader(frame, 0, header));
      case SeenBlockDecoder.TEMPLATE_ID ->
          handler.onSeenBlock(seenBlock.wrapAndApplyHeader(frame, 0, header));
      case ItemRowDecoder.TEMPLATE_ID ->
          handler.onItemRow(itemRow.wrapAndApplyHeader(frame, 0, header));
      case RowRemovedDecoder.TEMPLATE_ID ->
          handler.onRowRemoved(rowRemoved.wrapAndApplyHeader(frame, 0, header));
      case WatermarkDecoder.TEMPLATE_ID ->
          handler.onWatermark(watermark.wrapAndApplyHeader(frame, 0, header));
      default -> handler.onUnknown(header.templateId());
    }
  }
}
