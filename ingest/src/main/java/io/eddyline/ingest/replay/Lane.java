package io.eddyline.ingest.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of batches, each published when the one before is acknowledged; all events of a user
 * go through the same lane.
 *
 * <pre>
 *   replayer ──add──▶ filling ──flush──▶ queue (2 batches) ──lane's thread──▶ publisher
 * </pre>
 *
 * <p>Threading: the replayer's thread adds, flushes and finishes; the lane's own publishes. A lane
 * that failed takes no more and keeps the failure.
 */
final class Lane {
  private static final int QUEUED_BATCHES = 2;
  private static final long LOOK_MS = 100;
  private static final List<ReplayEvent> END = List.of();

  private final BlockingQueue<List<ReplayEvent>> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
  private final Consumer<List<ReplayEvent>> publisher;
  private final int batchEvents;
  private final Thread thread;
  private List<ReplayEvent> filling = new ArrayList<>();
  private volatile @Nullable RuntimeException failure;

  Lane(String name, int batchEvents, Consumer<List<ReplayEvent>> publisher) {
    this.batchEvents = batchEvents;
    this.publisher = publisher;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::publishAll);
  }

  void start() {
    thread.start();
  }

  /** Adds an event, and waits for the lane if a batch is full and the queue too. */
  void add(ReplayEvent event) throws InterruptedException {
    filling.add(event);
    if (filling.size() == batchEvents) {
      flush();
    }
  }

  /** Sends what has been added so far on its way. */
  void flush() throws InterruptedException {
    if (!filling.isEmpty()) {
      put(filling);
      filling = new ArrayList<>();
    }
  }

  /** Waits until everything is published. */
  void finish() throws InterruptedException {
    flush();
    put(END);
    thread.join();
    rethrow();
  }

  /** Gives up; what is queued is lost. */
  void abandon() {
    thread.interrupt();
  }

  private void put(List<ReplayEvent> batch) throws InterruptedException {
    do {
      rethrow();
    } while (!queue.offer(batch, LOOK_MS, TimeUnit.MILLISECONDS));
  }

  private void rethrow() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void publishAll() {
    try {
      for (List<ReplayEvent> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
        publisher.accept(batch);
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
