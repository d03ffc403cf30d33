package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.ItemRowEncoder;
import io.eddyline.schemas.delta.sbe.MessageHeaderEncoder;
import io.eddyline.schemas.delta.sbe.RowRemovedEncoder;
import io.eddyline.schemas.delta.sbe.SeenBlockEncoder;
import io.eddyline.schemas.delta.sbe.StreamPlaceEncoder;
import io.eddyline.schemas.delta.sbe.StreamStartEncoder;
import io.eddyline.schemas.delta.sbe.UserRowEncoder;
import io.eddyline.schemas.delta.sbe.WatermarkEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * Messages back to back, as they are sent together.
 *
 * <pre>
 *   +--------------+----------------+-------------------------------+--------------+---- ...
 *   | length (4)   | header (8)     | message                       | length (4)   |
 *   | of what is   | SBE            | fixed fields, groups, strings | ...          |
 *   | right of it  |                |                               |              |
 *   +--------------+----------------+-------------------------------+--------------+---- ...
 * </pre>
 *
 * <p>A message is begun, filled through the flyweight that {@code begin} returns, in the order of
 * its fields, and ended; one that is begun before the last was ended takes its place. After the
 * buffer has grown to the largest batch nothing is allocated.
 *
 * <p>Threading: one thread.
 */
public final class DeltaBatch {
  /** Bytes in front of each message. */
  static final int LENGTH_BYTES = Integer.BYTES;

  private static final int FIRST_BYTES = 4 << 10;

  private final ExpandableDirectByteBuffer buffer = new ExpandableDirectByteBuffer(FIRST_BYTES);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final StreamStartEncoder streamStart = new StreamStartEncoder();
  private final UserRowEncoder userRow = new UserRowEncoder();
  private final SeenBlockEncoder seenBlock = new SeenBlockEncoder();
  private final ItemRowEncoder itemRow = new ItemRowEncoder();
  private final RowRemovedEncoder rowRemoved = new RowRemovedEncoder();
  private final WatermarkEncoder watermark = new WatermarkEncoder();
  private int length;

  public StreamStartEncoder beginStreamStart(DeltaStream stream) {
    streamStart.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(streamStart.place(), stream);
    return streamStart;
  }

  public UserRowEncoder beginUserRow(DeltaStream stream) {
    userRow.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(userRow.place(), stream);
    return userRow;
  }

  public SeenBlockEncoder beginSeenBlock(DeltaStream stream) {
    seenBlock.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(seenBlock.place(), stream);
    return seenBlock;
  }

  public ItemRowEncoder beginItemRow(DeltaStream stream) {
    itemRow.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(itemRow.place(), stream);
    return itemRow;
  }

  public RowRemovedEncoder beginRowRemoved(DeltaStream stream) {
    rowRemoved.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(rowRemoved.place(), stream);
    return rowRemoved;
  }

  public WatermarkEncoder beginWatermark(DeltaStream stream) {
    watermark.wrapAndApplyHeader(buffer, length + LENGTH_BYTES, header);
    place(watermark.place(), stream);
    return watermark;
  }

  private static void place(StreamPlaceEncoder place, DeltaStream stream) {
    place
        .publisher(stream.publisher())
        .epoch(stream.epoch())
        .sequence(stream.nextSequence())
        .partition(stream.partition())
        .side(stream.side());
  }

  /**
   * The message is filled: it is in the batch, and its stream goes on behind it.
   *
   * @param message that {@code begin} returned last
   * @param stream it was begun for
   */
  public void end(MessageEncoderFlyweight message, DeltaStream stream) {
    int bytes = message.limit() - length - LENGTH_BYTES;
    buffer.putInt(length, bytes, ByteOrder.LITTLE_ENDIAN);
    length += LENGTH_BYTES + bytes;
    stream.advance();
  }

  /** Where the messages stand, from 0 to {@link #length}. */
  public DirectBuffer buffer() {
    return buffer;
  }

  /** Bytes of all messages. */
  public int length() {
    return length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  /** Drops the messages behind a length that the batch had between two of them. */
  public void truncate(int shorterLength) {
    length = Math.min(length, shorterLength);
  }

  public void clear() {
    length = 0;
  }
}
