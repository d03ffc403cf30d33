package io.eddyline.serving.model;

import io.eddyline.serving.model.ModelInbox.Heard;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that loads versions and changes the arrangement, {@code serving-model-loader}.
 *
 * <p>It sleeps until the watcher has heard something, and looks again after a second when the store
 * did not answer or lacks what is ordered. Its priority and {@link LoadPace} keep it from the time
 * of the requests.
 *
 * <p>Threading: an own thread; {@link #settledOrders} and {@link #close} from any.
 */
final class ModelAgent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelAgent.class);
  private static final long RETRY_MS = 1_000;

  private final ModelInbox inbox;
  private final ModelSource source;
  private final Arranger arranger;
  private final AtomicLong settledOrders = new AtomicLong(-1);
  private final LoadPriority priority;
  private final Thread thread;
  private volatile boolean running = true;

  ModelAgent(ModelInbox inbox, ModelSource source, Arranger arranger, LoadPriority priority) {
    this.inbox = inbox;
    this.source = source;
    this.arranger = arranger;
    this.priority = priority;
    this.thread =
        Thread.ofPlatform().daemon(true).name("serving-model-loader").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    var _ = ThreadScheduling.lower(priority);
    long timeoutMs = Long.MAX_VALUE / 1_000_000;
    try {
      while (running) {
        boolean complete = doWork(inbox.await(timeoutMs));
        timeoutMs = complete ? Long.MAX_VALUE / 1_000_000 : RETRY_MS;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Arranges once; true if there is nothing to do before the next news. */
  private boolean doWork(Heard heard) {
    try {
      boolean complete = arranger.arrange(heard);
      settledOrders.set(heard.ordersEnd());
      return complete;
    } catch (LoadPace.AbandonedException e) {
      log.info("a load was abandoned, since something else is ordered");
    } catch (IOException e) {
      if (running) {
        log.warn("snapshot store does not answer, trying again: {}", e.toString());
      }
    } catch (RuntimeException e) {
      log.error("versions cannot be arranged, trying again", e);
    }
    return false;
  }

  /** Offset behind the last order that was acted upon as far as possible; -1 before any pass. */
  long settledOrders() {
    return settledOrders.get();
  }

  /** Stops the thread and waits for it; a load that is under way is abandoned. */
  @Override
  public void close() {
    running = false;
    source.stop();
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
