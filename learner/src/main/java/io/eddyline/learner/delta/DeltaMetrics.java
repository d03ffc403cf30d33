package io.eddyline.learner.delta;

import io.eddyline.schemas.delta.sbe.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of the delta stream's sending end.
 *
 * <p>Threading: thread-safe.
 */
public final class DeltaMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaMetrics.class);
  private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Counter userRows;
  private final Counter itemRows;
  private final Counter userCoalesced;
  private final Counter itemCoalesced;
  private final Counter sentBytes;
  private final Counter dropped;
  private final Counter fullQueues;
  private final Counter hints;
  private final Counter unsoundHints;
  private final Counter failures;
  private final Counter handOverFailures;
  private final AtomicBoolean handOverFailed = new AtomicBoolean();
  private final Counter presenceFailures;
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger heard = new AtomicInteger();

  public DeltaMetrics(MeterRegistry registry) {
    userRows = sentRows(registry, Side.USER);
    itemRows = sentRows(registry, Side.ITEM);
    userCoalesced = coalesced(registry, Side.USER);
    itemCoalesced = coalesced(registry, Side.ITEM);
    sentBytes =
        Counter.builder("eddyline.delta.sent")
            .description("bytes of delta messages that were sent")
            .baseUnit("bytes")
            .register(registry);
    dropped =
        Counter.builder("eddyline.delta.dropped")
            .description("delta messages that were dropped: readers full, or too long")
            .register(registry);
    fullQueues =
        Counter.builder("eddyline.delta.full.queues")
            .description("hand-overs that found the queue full; the rest of them came later")
            .register(registry);
    failures =
        Counter.builder("eddyline.delta.failures")
            .description("turns of the sending thread that failed")
            .register(registry);
    handOverFailures =
        Counter.builder("eddyline.delta.hand.over.failures")
            .description("hand-overs of a task that failed; what it had to send is forgotten")
            .register(registry);
    presenceFailures =
        Counter.builder("eddyline.delta.presence.failures")
            .description("turns of the presence thread that failed")
            .register(registry);
    unsoundHints =
        Counter.builder("eddyline.delta.unsound.hints")
            .description("messages of other learners that could not be read")
            .register(registry);
    hints =
        Counter.builder("eddyline.delta.hints")
            .description("item rows of other learners that were newer than the replica's")
            .register(registry);
    Gauge.builder("eddyline.delta.streams", streams, AtomicInteger::get)
        .description("tasks whose changes are sent")
        .register(registry);
    Gauge.builder("eddyline.delta.heard", heard, AtomicInteger::get)
        .description("1 while anybody listens to the deltas")
        .register(registry);
  }

  /** Counts for nobody. */
  static DeltaMetrics unregistered() {
    return new DeltaMetrics(new CompositeMeterRegistry());
  }

  private static Counter sentRows(MeterRegistry registry, Side side) {
    return Counter.builder("eddyline.delta.sent.rows")
        .description("rows and removals that were sent")
        .tag("side", label(side))
        .register(registry);
  }

  private static Counter coalesced(MeterRegistry registry, Side side) {
    return Counter.builder("eddyline.delta.coalesced")
        .description("changes of rows that were still to be sent for an earlier one")
        .tag("side", label(side))
        .register(registry);
  }

  private static String label(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }

  void countSent(int users, int items, int bytes) {
    userRows.increment(users);
    itemRows.increment(items);
    sentBytes.increment(bytes);
  }

  void countCoalesced(Side side, long changes) {
    (side == Side.USER ? userCoalesced : itemCoalesced).increment((double) changes);
  }

  void countDropped(int messages) {
    dropped.increment(messages);
  }

  void countFullQueue() {
    fullQueues.increment();
  }

  void countHint() {
    hints.increment();
  }

  void countUnsoundHint() {
    unsoundHints.increment();
  }

  Counter presenceFailures() {
    return presenceFailures;
  }

  /** A turn of the sending thread failed; the next one is made after a pause. */
  void failed(Throwable failure) {
    failures.increment();
    LOG.error("learner-delta failed and tries again", failure);
    LockSupport.parkNanos(RETRY_NS);
  }

  /** A task could not hand over; training goes on. Said once, since the next ones fail alike. */
  void handOverFailed(RuntimeException failure) {
    handOverFailures.increment();
    if (handOverFailed.compareAndSet(false, true)) {
      LOG.error("a task cannot hand over what it changed; its rows come from the log", failure);
    }
  }

  void streams(int count) {
    streams.set(count);
  }

  void heard(boolean isHeard) {
    heard.set(isHeard ? 1 : 0);
  }
}
