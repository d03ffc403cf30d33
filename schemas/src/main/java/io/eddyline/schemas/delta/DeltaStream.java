package io.eddyline.schemas.delta;

import io.eddyline.schemas.delta.sbe.Side;

/**
 * What one task sends in one life: messages numbered from 0 without gaps. A number that was given
 * to a message which was not sent is a gap that readers see.
 *
 * <p>Threading: one thread.
 */
public final class DeltaStream {
  private final long publisher;
  private final Side side;
  private final int partition;
  private final long epoch;
  private long nextSequence;

  /**
   * @param publisher random number of the process, another one after each start
   * @param epoch of the task, first part of the versions of its rows
   */
  public DeltaStream(long publisher, Side side, int partition, long epoch) {
    this.publisher = publisher;
    this.side = side;
    this.partition = partition;
    this.epoch = epoch;
  }

  public long publisher() {
    return publisher;
  }

  public Side side() {
    return side;
  }

  public int partition() {
    return partition;
  }

  public long epoch() {
    return epoch;
  }

  /** Number of the next message. */
  public long nextSequence() {
    return nextSequence;
  }

  /** The next number is used, or lost: a message that will never be sent had it. */
  public void advance() {
    nextSequence++;
  }

  @Override
  public String toString() {
    return "%s-%d epoch %d of publisher %x".formatted(side, partition, epoch, publisher);
  }
}
