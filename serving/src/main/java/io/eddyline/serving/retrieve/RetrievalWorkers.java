package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ModelSlot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on requests, each on a virtual thread of its own, as many at a time as the graph can batch;
 * a bounded number of others waits.
 *
 * <p>A task pins the model that answers it while it runs, so its answer comes from one version. A
 * task whose future is done before its end, since its deadline has passed, is skipped or
 * interrupted.
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
   * Runs a task with the model that answers a key.
   *
   * @param key names the user or session, empty for one without a name
   * @return fails with {@link NoModelException} without a model, with {@link
   *     RejectedExecutionException} when too many wait, or with what the task threw
   */
  public <T> CompletableFuture<T> submit(String key, Function<ModelSlot.Lease, T> task) {
    return submit(new ModelChoice.OfKey(key), task);
  }

  /**
   * Runs a task with the model that is chosen.
   *
   * @return fails as {@link ModelChoice#lease} does, with {@link RejectedExecutionException} when
   *     the queue is full, or with what the task threw
   */
  public <T> CompletableFuture<T> submit(ModelChoice choice, Function<ModelSlot.Lease, T> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!admitted.tryAcquire()) {
      answer.completeExceptionally(new RejectedExecutionException("too many requests wait"));
      return answer;
    }
    Thread thread = threads.newThread(() -> runInTurn(choice, task, answer));
    var _ =
        answer.whenComplete(
            (_, failure) -> {
              if (failure != null) {
                thread.interrupt();
              }
            });
    thread.start();
    return answer;
  }

  private <T> void runInTurn(
      ModelChoice choice, Function<ModelSlot.Lease, T> task, CompletableFuture<T> answer) {
    try {
      running.acquire();
      try {
        run(choice, task, answer);
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      // the deadline has passed: nobody waits for the answer
      Thread.currentThread().interrupt();
    } finally {
      admitted.release();
    }
  }

  private <T> void run(
      ModelChoice choice, Function<ModelSlot.Lease, T> task, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return;
    }
    try (ModelSlot.Lease lease = choice.lease(slot)) {
      answer.complete(task.apply(lease));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
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
