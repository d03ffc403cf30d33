package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.sbe.MessageHeaderDecoder;
import io.eddyline.schemas.delta.sbe.WatermarkEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;

/**
 * The agent's end of one task: gives its messages their numbers, and says its last watermark again
 * while the task has nothing to say.
 *
 * <p>A watermark is said again only if no row came after it: were the row dropped, the old
 * watermark would be the first behind the gap, and readers would look for the row in vain in the
 * log up to it.
 *
 * <p>Threading: the agent's.
 */
final class SendingStream implements ControlledMessageHandler {
  private static final int MESSAGES_A_TURN = 256;
  private static final int FIRST_WATERMARK_BYTES = 256;

  private final TaskQueue queue;
  private final DeltaStream stream;
  private final Outbox outbox;
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final WatermarkEncoder watermarkEncoder = new WatermarkEncoder();
  private final ExpandableArrayBuffer watermark = new ExpandableArrayBuffer(FIRST_WATERMARK_BYTES);
  private int watermarkLength;
  private boolean isStarted;
  private int connection = DeltaTasks.NOBODY;
  private long lastSentMs;
  private long nowMs;

  SendingStream(TaskQueue queue, long publisher, Outbox outbox) {
    this.queue = queue;
    this.stream = new DeltaStream(publisher, queue.side(), queue.partition(), queue.epoch());
    this.outbox = outbox;
  }

  /** Whether this is the agent's end of the queue. */
  boolean isOf(TaskQueue other) {
    return queue == other;
  }

  boolean isFinished() {
    return queue.isFinished();
  }

  /** Readers are lost or came anew: messages of before are not for them. */
  void connection(int number) {
    connection = number;
    watermarkLength = 0;
    if (number == DeltaTasks.NOBODY) {
      stream.advance();
      isStarted = true;
    }
  }

  /**
   * Takes messages out of the queue, at most some hundred.
   *
   * @return how many; what readers have no room for is left
   */
  int drain(long timeMs) {
    nowMs = timeMs;
    if (!isStarted) {
      if (!outbox.start(stream, queue.restoredInput())) {
        return 0;
      }
      isStarted = true;
    }
    return queue.read(this, MESSAGES_A_TURN);
  }

  @Override
  public Action onMessage(int ofConnection, MutableDirectBuffer buffer, int index, int length) {
    if (ofConnection != connection) {
      return Action.CONTINUE;
    }
    if (length == 0) {
      return spendNumber();
    }
    if (!outbox.carries(length)) {
      outbox.leaveOut();
      return spendNumber();
    }
    if (!outbox.take(buffer, index, length, stream)) {
      return Action.ABORT;
    }
    lastSentMs = nowMs;
    header.wrap(buffer, index);
    if (header.templateId() == WatermarkEncoder.TEMPLATE_ID) {
      watermark.putBytes(0, buffer, index, length);
      watermarkLength = length;
    } else {
      watermarkLength = 0;
    }
    return Action.CONTINUE;
  }

  private Action spendNumber() {
    stream.advance();
    watermarkLength = 0;
    return Action.CONTINUE;
  }

  /**
   * Says the last watermark again if nothing else was sent for so long.
   *
   * @return whether it did
   */
  boolean repeatWatermark(long timeMs, long intervalMs) {
    if (watermarkLength == 0 || timeMs - lastSentMs < intervalMs) {
      return false;
    }
    watermarkEncoder.wrap(watermark, MessageHeaderDecoder.ENCODED_LENGTH).atMs(timeMs);
    if (!outbox.take(watermark, 0, watermarkLength, stream)) {
      return false;
    }
    lastSentMs = timeMs;
    return true;
  }

  @Override
  public String toString() {
    return stream.toString();
  }
}
