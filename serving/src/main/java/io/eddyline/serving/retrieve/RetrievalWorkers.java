package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ModelSlot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on requests, each on a virtual thread of its own, as many at a time as the graph can batch;
 * a bounded number of others waits.
 *
 * <p>A task pins the model that answers it while it runs, so its answer comes from one version. One
 * whose deadline passes is interrupted if it runs; if it waits, it is skipped and its place is free
 * before its caller hears of it.
 *
 * <p>Threading: {@link #submit} from any thread, never blocks; tasks may block.
 */
public final class RetrievalWorkers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RetrievalWorkers.class);
  private static final long CLOSE_MS = 5_000;

  private final ModelSlot slot;
  private final int capacity;
  private final Semaphore admitted;
  private final Semaphore running;
  private final ThreadFactory threads = Thread.ofVirtual().name("serving-request-", 0).factory();

  /**
   * @param concurrency tasks that run at a time
   * @param queueCapacity tasks that may wait
   */
  public RetrievalWorkers(ModelSlot slot, int concurrency, int queueCapacity) {
    this.slot = slot;
    this.capacity = concurrency + queueCapacity;
    this.admitted = new Semaphore(capacity);
    this.running = new Semaphore(concurrency, true);
  }

  /** No model is loaded: nothing can be answered yet. */
  public static final class NoModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoModelException() {
      super("no model is loaded yet", null, false, false);
    }
  }

  /**
   * Runs a task with the model that is chosen.
   *
   * @param deadlineMs milliseconds after which nobody wants the answer any more
   * @return fails as {@link ModelChoice#lease} does, with {@link RejectedExecutionException} when
   *     too many wait, with {@link java.util.concurrent.TimeoutException} after the deadline, or
   *     with what the task threw
   */
  public <T> CompletableFuture<T> submit(
      ModelChoice choice, int deadlineMs, Function<ModelSlot.Lease, T> task) {
    if (!admitted.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new RejectedExecutionException("too many requests wait"));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    CompletableFuture<T> told = new CompletableFuture<>();
    AtomicBoolean waits = new AtomicBoolean(true);
    Thread thread = threads.newThread(() -> runInTurn(choice, task, answer, waits));
    var _ =
        answer.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                told.complete(value);
                return;
              }
              if (waits.getAndSet(false)) {
                admitted.release();
              }
              thread.interrupt();
              told.completeExceptionally(failure);
            });
    thread.start();
    var _ = answer.orTimeout(deadlineMs, TimeUnit.MILLISECONDS);
    return told;
  }

  private <T> void runInTurn(
      ModelChoice choice,
      Function<ModelSlot.Lease, T> task,
      CompletableFuture<T> answer,
      AtomicBoolean waits) {
    try {
      running.acquire();
    } catch (InterruptedException e) {
      return; // the deadline has passed: nobody waits for the answer
    }
    if (!waits.getAndSet(false)) {
      running.release();
      return;
    }
    Runnable telling = () -> {};
    try (ModelSlot.Lease lease = choice.lease(slot)) {
      T value = task.apply(lease);
      telling = () -> answer.complete(value);
    } catch (RuntimeException e) {
      telling = () -> answer.completeExceptionally(e);
    } finally {
      running.release();
      admitted.release();
    }
    telling.run();
  }

  /** Lets running and waiting tasks end, within a limit; takes no new ones. */
  @Override
  public void close() {
    try {
      if (!admitted.tryAcquire(capacity, CLOSE_MS, TimeUnit.MILLISECONDS)) {
        log.warn("requests are under way {} ms after the end of the service", CLOSE_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
