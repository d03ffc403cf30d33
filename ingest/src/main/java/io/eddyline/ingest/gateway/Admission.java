package io.eddyline.ingest.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the gateway has taken on and not answered yet, in requests and in bytes of their bodies.
 * Both are bounded, so that a broker that is away costs memory up to a limit and then answers 503.
 *
 * <p>Threading: thread-safe, lock-free.
 */
final class Admission {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Admission(GatewayConfig config) {
    this.maxRequests = config.maxConcurrentRequests();
    this.maxBytes = config.maxBufferedBytes();
  }

  /**
   * Takes on one more request.
   *
   * @throws ProblemException (503) if there are too many
   */
  Ticket enter() {
    if (requests.incrementAndGet() > maxRequests) {
      requests.decrementAndGet();
      throw new ProblemException(
          Problem.overloaded("%d requests are being worked on".formatted(maxRequests)));
    }
    return new Ticket();
  }

  long bufferedBytes() {
    return bytes.get();
  }

  /**
   * One request's share of the bounds.
   *
   * <p>Threading: used by one thread at a time, closed by the last.
   */
  final class Ticket implements AutoCloseable {
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger(1);

    /**
     * Counts {@code count} more bytes.
     *
     * @throws ProblemException (503) if the buffer is full
     */
    void hold(long count) {
      if (bytes.addAndGet(count) > maxBytes) {
        bytes.addAndGet(-count);
        throw new ProblemException(
            Problem.overloaded("%d bytes wait for Kafka already".formatted(maxBytes)));
      }
      held.addAndGet(count);
    }

    /** Gives everything back; idempotent. */
    @Override
    public void close() {
      if (open.compareAndSet(1, 0)) {
        bytes.addAndGet(-held.get());
        requests.decrementAndGet();
      }
    }
  }
}
