package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.schemas.record.PresentTask;
import java.nio.ByteBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The messages of one task on their way from its stream thread to the agent that sends them. They
 * have no place in their stream yet: the agent gives numbers, and its own watermarks take some.
 *
 * <pre>
 *   | length, connection (8) | SBE header | message | | length, connection | ...    OneToOneRingBuffer
 *
 *   connection   which connection to readers the message is for, see {@link DeltaTasks#connection}
 * </pre>
 *
 * <p>Threading: the stream thread writes and ends, the agent reads.
 */
final class TaskQueue {
  private final Side side;
  private final int partition;
  private final long epoch;
  private final long restoredInput;
  private final OneToOneRingBuffer ring;
  private final UnsafeBuffer nothing = new UnsafeBuffer(0, 0);
  private volatile boolean ended;

  /**
   * @param epoch of the task
   * @param restoredInput offset of its input up to which the log had its rows
   * @param bytes of the queue, a power of two
   */
  TaskQueue(Side side, int partition, long epoch, long restoredInput, int bytes) {
    this.side = side;
    this.partition = partition;
    this.epoch = epoch;
    this.restoredInput = restoredInput;
    this.ring =
        new OneToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(bytes + RingBufferDescriptor.TRAILER_LENGTH)));
  }

  Side side() {
    return side;
  }

  int partition() {
    return partition;
  }

  long epoch() {
    return epoch;
  }

  /** The task as it is announced. */
  PresentTask presence() {
    return PresentTask.newBuilder()
        .setUserSide(side == Side.USER)
        .setPartition(partition)
        .setEpoch(epoch)
        .build();
  }

  long restoredInput() {
    return restoredInput;
  }

  /**
   * Puts the one message of a batch in; in the place of one that is longer than the queue takes, an
   * empty one, which spends a number.
   *
   * @return false if there is no room
   */
  boolean write(int connection, DeltaBatch message) {
    int length = message.length() - DeltaBatch.LENGTH_BYTES;
    return length > ring.maxMsgLength()
        ? writeNothing(connection)
        : ring.write(connection, message.buffer(), DeltaBatch.LENGTH_BYTES, length);
  }

  /** Puts in what spends a number and is not sent; returns false if there is no room. */
  boolean writeNothing(int connection) {
    return ring.write(connection, nothing, 0, 0);
  }

  /** Whether less than half of it is used. */
  boolean isHalfFree() {
    return ring.size() < ring.capacity() / 2;
  }

  /** Hands messages to a reader, who may leave them for later. */
  int read(ControlledMessageHandler reader, int limit) {
    return ring.controlledRead(reader, limit);
  }

  /** The task is over; nothing is written any more. */
  void end() {
    ended = true;
  }

  /** Whether the task is over and everything of it was read. */
  boolean isFinished() {
    return ended && ring.size() == 0;
  }
}
