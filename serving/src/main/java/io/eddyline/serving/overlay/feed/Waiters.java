package io.eddyline.serving.overlay.feed;

import io.eddyline.schemas.token.EventToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that wait until events are applied, a bounded number of them. One that nobody waits for
 * any more (its future was cancelled, its time is over) is forgotten.
 *
 * <p>Threading: {@link #await} from any thread, never blocks; the rest by the overlay agent, which
 * completes the futures.
 */
final class Waiters {
  private final Watermarks watermarks;
  private final int bound;
  private final AtomicInteger count = new AtomicInteger();
  private final ConcurrentLinkedQueue<Waiter> arrivals = new ConcurrentLinkedQueue<>();
  private final List<Waiter> waiting = new ArrayList<>();
  private volatile boolean closed;

  private record Waiter(EventToken token, CompletableFuture<Boolean> applied) {}

  Waiters(Watermarks watermarks, int bound) {
    this.watermarks = watermarks;
    this.bound = bound;
  }

  /**
   * Waits for events.
   *
   * @return true once they are applied; false when the time is over, or at once if too many wait
   */
  CompletableFuture<Boolean> await(EventToken token, int waitMs) {
    if (watermarks.cover(token)) {
      return CompletableFuture.completedFuture(true);
    }
    if (waitMs == 0 || closed || !enter()) {
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Boolean> applied = new CompletableFuture<>();
    var _ = applied.whenComplete((_, _) -> count.decrementAndGet());
    arrivals.add(new Waiter(token, applied));
    return applied.completeOnTimeout(false, waitMs, TimeUnit.MILLISECONDS);
  }

  private boolean enter() {
    if (count.incrementAndGet() <= bound) {
      return true;
    }
    count.decrementAndGet();
    return false;
  }

  /**
   * Completes those whose events are applied.
   *
   * @param risen whether a watermark changed since the last call
   * @return how many were looked at for the first time
   */
  int doWork(boolean risen) {
    int arrived = 0;
    for (Waiter next = arrivals.poll(); next != null; next = arrivals.poll()) {
      arrived++;
      if (!isOver(next)) {
        waiting.add(next);
      }
    }
    if (risen && !waiting.isEmpty()) {
      waiting.removeIf(this::isOver);
    }
    return arrived;
  }

  private boolean isOver(Waiter waiter) {
    if (watermarks.cover(waiter.token())) {
      waiter.applied().complete(true);
    }
    return waiter.applied().isDone();
  }

  /** Forgets those that nobody waits for any more. */
  void prune() {
    waiting.removeIf(waiter -> waiter.applied().isDone());
  }

  /** Requests that wait. */
  int count() {
    return count.get();
  }

  /** Lets everyone go on unsatisfied; nobody waits any more. */
  void close() {
    closed = true;
    var _ = doWork(false);
    waiting.forEach(waiter -> waiter.applied().complete(false));
    waiting.clear();
  }
}
