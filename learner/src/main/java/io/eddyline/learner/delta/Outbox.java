package io.eddyline.learner.delta;

import static io.aeron.Publication.ADMIN_ACTION;
import static io.aeron.Publication.BACK_PRESSURED;
import static io.aeron.Publication.CLOSED;
import static io.aeron.Publication.MAX_POSITION_EXCEEDED;
import static io.aeron.Publication.NOT_CONNECTED;

import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import io.eddyline.schemas.delta.sbe.ItemRowDecoder;
import io.eddyline.schemas.delta.sbe.MessageHeaderDecoder;
import io.eddyline.schemas.delta.sbe.RowRemovedDecoder;
import io.eddyline.schemas.delta.sbe.StreamStartEncoder;
import io.eddyline.schemas.delta.sbe.UserRowDecoder;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers messages into batches that go in one piece, and sends them.
 *
 * <table>
 *   <caption>What becomes of a batch</caption>
 *   <tr><td>readers are full</td><td>it waits, and with it all others: nothing else could be sent either; after {@code back-pressure-ms} it is dropped</td></tr>
 *   <tr><td>nobody listens</td><td>dropped; who comes begins with the log</td></tr>
 *   <tr><td>longer than Aeron's longest message</td><td>left out: the row comes from the log</td></tr>
 *   <tr><td>closed, or at its end</td><td>dropped, and the publication begun anew</td></tr>
 * </table>
 *
 * <p>The numbers of what is dropped are spent: readers see the gap and read the log.
 *
 * <p>Threading: the agent's.
 */
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int ATTEMPTS = 3;
  private static final long NOT_HELD = Long.MAX_VALUE;

  private final DeltaSink sink;
  private final DeltaMetrics metrics;
  private final long backPressureMs;
  private final DeltaBatch batch = new DeltaBatch();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private long nowMs;
  private long heldSinceMs = NOT_HELD;
  private int messages;
  private int userRows;
  private int itemRows;

  /**
   * @param backPressureMs for which a batch waits
   */
  Outbox(DeltaSink sink, DeltaMetrics metrics, long backPressureMs) {
    this.sink = sink;
    this.metrics = metrics;
    this.backPressureMs = backPressureMs;
  }

  /** A duty cycle begins. */
  void at(long timeMs) {
    nowMs = timeMs;
  }

  /** Whether a message can be sent at all: a term of Aeron takes an eighth of its length. */
  boolean carries(int length) {
    return DeltaBatch.LENGTH_BYTES + length <= sink.maxMessageLength();
  }

  /** A message that cannot be sent is left out; its number is spent by the caller. */
  void leaveOut() {
    metrics.countDropped(1);
  }

  /**
   * Takes a message and gives it the next number of its stream.
   *
   * @return false if readers are full: the message is not taken
   */
  boolean take(DirectBuffer message, int offset, int length, DeltaStream stream) {
    if (!makeRoom(length)) {
      return false;
    }
    batch.append(message, offset, length, stream);
    header.wrap(message, offset);
    switch (header.templateId()) {
      case UserRowDecoder.TEMPLATE_ID -> userRows++;
      case ItemRowDecoder.TEMPLATE_ID -> itemRows++;
      case RowRemovedDecoder.TEMPLATE_ID -> count(stream);
      default -> {}
    }
    messages++;
    return true;
  }

  private void count(DeltaStream stream) {
    switch (stream.side()) {
      case USER -> userRows++;
      case ITEM -> itemRows++;
      default -> throw new IllegalStateException("side " + stream.side());
    }
  }

  /** Begins a stream, as {@link #take} does. */
  boolean start(DeltaStream stream, long restoredInput) {
    if (!makeRoom(MessageHeaderDecoder.ENCODED_LENGTH + StreamStartEncoder.BLOCK_LENGTH)) {
      return false;
    }
    StreamStartEncoder message = batch.beginStreamStart(stream);
    message.restoredInput(restoredInput);
    batch.end(message, stream);
    messages++;
    return true;
  }

  private boolean makeRoom(int length) {
    int needed = DeltaBatch.LENGTH_BYTES + length;
    return batch.isEmpty() || batch.length() + needed <= sink.maxPayloadLength() || send();
  }

  /**
   * Sends what was taken.
   *
   * @return false if readers are full: it waits
   */
  boolean send() {
    if (batch.isEmpty()) {
      return true;
    }
    long result = offerOrDrop();
    if (result > 0) {
      metrics.countSent(userRows, itemRows, batch.length());
    } else if (result == BACK_PRESSURED || result == ADMIN_ACTION) {
      heldSinceMs = Math.min(heldSinceMs, nowMs);
      if (nowMs - heldSinceMs < backPressureMs) {
        return false;
      }
      metrics.countDropped(messages);
    } else if (result == CLOSED || result == MAX_POSITION_EXCEEDED) {
      LOG.info("the publication of deltas is {}: begun anew", result == CLOSED ? "closed" : "full");
      metrics.countDropped(messages);
      sink.reopen();
    } else if (result != NOT_CONNECTED) {
      throw new IllegalStateException("offer said " + result);
    }
    clear();
    return true;
  }

  /* What the publication refuses with an exception would be refused each time. */
  private long offerOrDrop() {
    try {
      return offer();
    } catch (RuntimeException e) {
      metrics.countDropped(messages);
      clear();
      throw e;
    }
  }

  private long offer() {
    long result = sink.offer(batch.buffer(), 0, batch.length());
    for (int k = 1; k < ATTEMPTS && (result == BACK_PRESSURED || result == ADMIN_ACTION); k++) {
      Thread.onSpinWait();
      result = sink.offer(batch.buffer(), 0, batch.length());
    }
    return result;
  }

  private void clear() {
    batch.clear();
    heldSinceMs = NOT_HELD;
    messages = 0;
    userRows = 0;
    itemRows = 0;
  }
}
