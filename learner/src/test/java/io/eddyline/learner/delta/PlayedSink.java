package io.eddyline.learner.delta;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.agrona.DirectBuffer;

/** A publication played by a test: it takes everything unless it is told otherwise. */
final class PlayedSink implements DeltaSink {
  static final int MAX_PAYLOAD = 1400;
  static final long TAKEN = 1;

  boolean connected = true;

  /** Without, what is taken is forgotten. */
  boolean keepsBatches = true;

  /** What the next offers say; when there is none, everything is taken. */
  final Queue<Long> answers = new ArrayDeque<>();

  /** What every offer says for which there is no answer. */
  long usualAnswer = TAKEN;

  /** Longer batches are refused as Aeron does. */
  int maxMessage = 1 << 19;

  /** Refuses every batch with an exception. */
  boolean refuses;

  final List<byte[]> batches = new ArrayList<>();
  int reopened;
  boolean closed;

  @Override
  public boolean isConnected() {
    return connected;
  }

  @Override
  public int maxPayloadLength() {
    return MAX_PAYLOAD;
  }

  @Override
  public int maxMessageLength() {
    return maxMessage;
  }

  @Override
  public long offer(DirectBuffer buffer, int offset, int length) {
    if (refuses || length > maxMessage) {
      throw new IllegalArgumentException("batch of %d bytes".formatted(length));
    }
    Long answer = answers.poll();
    long result = answer == null ? usualAnswer : answer;
    if (result > 0 && keepsBatches) {
      byte[] batch = new byte[length];
      buffer.getBytes(offset, batch);
      batches.add(batch);
    }
    return result;
  }

  @Override
  public void reopen() {
    reopened++;
  }

  @Override
  public void close() {
    closed = true;
  }
}
