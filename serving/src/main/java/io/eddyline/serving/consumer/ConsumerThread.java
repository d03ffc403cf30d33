package io.eddyline.serving.consumer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that owns a consumer, and does its work turn by turn until it is closed. A turn that
 * fails, since Kafka is away or for another reason, is made again after a pause.
 *
 * <p>Threading: {@link #start} once, the rest from any thread; the consumer and the work belong to
 * the thread.
 */
public final class ConsumerThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);
  private static final long PAUSE_MS = 500;

  private final Consumer<byte[], byte[]> consumer;
  private final Work work;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** What the thread does. */
  public interface Work {
    /** Before the first turn. */
    default void begin() {}

    /** One turn, which waits for something: a poll, an order. */
    void turn() throws InterruptedException;
  }

  /**
   * @param name of the thread
   * @param consumer closed by the thread at its end
   */
  public ConsumerThread(String name, Consumer<byte[], byte[]> consumer, Work work) {
    this.consumer = consumer;
    this.work = work;
    this.thread = Thread.ofPlatform().daemon(true).name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      work.begin();
      while (isRunning()) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    try {
      work.turn();
    } catch (WakeupException e) {
      log.debug("{} is woken", thread.getName());
    } catch (RuntimeException e) {
      log.warn("{} cannot read, trying again: {}", thread.getName(), e.toString());
      boolean _ = stopping.await(PAUSE_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Ends a poll that is under way, or the next one. */
  public void wakeUp() {
    consumer.wakeup();
  }

  /** Whether the thread is to go on. */
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }

  /** Stops the thread after its turn, and waits for it. */
  @Override
  public void close() {
    stopping.countDown();
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
