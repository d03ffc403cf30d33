package io.eddyline.serving.model;

import io.eddyline.schemas.control.ControlState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the watcher has heard and the model agent has to act upon: only the latest counts, so that
 * what comes during a load is passed over if something newer follows.
 *
 * <p>Threading: thread-safe, a monitor.
 */
final class ModelInbox {
  private final Map<String, ModelVersion> announced = new HashMap<>();
  private ControlState orders = new ControlState();
  private long ordersEnd;
  private boolean open;
  private boolean news;

  /**
   * What is known at one moment.
   *
   * @param orders in force; changed by nobody
   * @param ordersEnd offset behind the last of them
   * @param announced the newest announced version of each model
   */
  record Heard(ControlState orders, long ordersEnd, Map<String, ModelVersion> announced) {
    /** The digest that was announced with a version, null if none was. */
    @Nullable String digest(String model, long version) {
      ModelVersion newest = announced.get(model);
      return newest != null && newest.version() == version ? newest.manifestSha256() : null;
    }
  }

  /** The orders of before are known as well as they can be: work may begin. */
  synchronized void open() {
    open = true;
    tell();
  }

  synchronized void ordered(ControlState next, long end) {
    orders = next.copy();
    ordersEnd = end;
    tell();
  }

  synchronized void announced(ModelVersion version) {
    announced.merge(
        version.model(),
        version,
        (before, next) -> next.version() > before.version() ? next : before);
    tell();
  }

  private void tell() {
    news = true;
    notifyAll();
  }

  /** Offset behind the last order. */
  synchronized long ordersEnd() {
    return ordersEnd;
  }

  /** What is known now. */
  synchronized Heard heard() {
    return new Heard(orders, ordersEnd, Map.copyOf(announced));
  }

  /**
   * Waits for news once work may begin.
   *
   * @param timeoutMs returns without news after so long
   */
  synchronized Heard await(long timeoutMs) throws InterruptedException {
    while (!open) {
      wait();
    }
    long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    long leftNs = deadlineNs - System.nanoTime();
    while (!news && leftNs > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNs);
      leftNs = deadlineNs - System.nanoTime();
    }
    news = false;
    return heard();
  }
}
