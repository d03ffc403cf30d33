package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.DeltaBatch;
import io.eddyline.schemas.delta.DeltaStream;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * Writes messages of one task into its queue, one at a time.
 *
 * <p>Threading: the task's stream thread.
 */
final class HandOver {
  private static final int NOT_NUMBERED = 0;

  private final TaskQueue queue;
  private final AppliedProgress progress;
  private final DeltaBatch batch = new DeltaBatch();
  private final DeltaStream stream;
  private int connection;
  private long nowMs;

  HandOver(TaskQueue queue, AppliedProgress progress) {
    this.queue = queue;
    this.progress = progress;
    this.stream = new DeltaStream(NOT_NUMBERED, queue.side(), queue.partition(), queue.epoch());
  }

  /** Messages from now on are for this connection, and of this time. */
  void at(int newConnection, long timeMs) {
    connection = newConnection;
    nowMs = timeMs;
  }

  int connection() {
    return connection;
  }

  long nowMs() {
    return nowMs;
  }

  /** Offset of the task's input that its rows go up to. */
  long appliedInput() {
    return progress.input();
  }

  /** To begin one message in, for {@link #stream}. */
  DeltaBatch batch() {
    return batch;
  }

  DeltaStream stream() {
    return stream;
  }

  /**
   * The message is filled, and put into the queue.
   *
   * @return false if the queue has no room
   */
  boolean end(MessageEncoderFlyweight message) {
    batch.end(message, stream);
    boolean isTaken = queue.write(connection, batch);
    batch.clear();
    return isTaken;
  }

  /**
   * The message that was begun cannot be carried, its id or its lists are too long: its number is
   * spent.
   *
   * @return false if the queue has no room
   */
  boolean spend() {
    batch.clear();
    return queue.writeNothing(connection);
  }

  boolean isHalfFree() {
    return queue.isHalfFree();
  }
}
