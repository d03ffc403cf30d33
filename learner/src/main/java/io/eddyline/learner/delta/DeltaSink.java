package io.eddyline.learner.delta;

import org.agrona.DirectBuffer;

/**
 * Where batches go: Aeron's publication, or a test that plays one.
 *
 * <p>Threading: the agent's.
 */
interface DeltaSink extends AutoCloseable {
  /** Whether anybody listens; what ended with the media driver is begun anew if it can be. */
  boolean isConnected();

  /** Bytes of a batch that goes in one piece. */
  int maxPayloadLength();

  /** Bytes of the longest batch that goes at all, in several pieces. */
  int maxMessageLength();

  /**
   * Sends a batch.
   *
   * @return as {@link io.aeron.Publication#offer(DirectBuffer, int, int)}: above 0 if it is sent,
   *     otherwise one of the codes of that class
   */
  long offer(DirectBuffer buffer, int offset, int length);

  /** What was closed, or is at its end, is begun anew if there is a media driver. */
  void reopen();

  @Override
  void close();
}
