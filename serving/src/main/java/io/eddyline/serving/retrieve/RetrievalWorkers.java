package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ModelSlot;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The threads that run the graph, behind a bounded queue.
 *
 * <p>A task pins the model that answers it while it runs, so its answer comes from one version. A
 * task whose future is done before its turn, since its deadline has passed, is skipped.
 *
 * <p>Threading: {@link #submit} from any thread, never blocks; tasks run on {@code
 * serving-retrieval-N}.
 */
public final class RetrievalWorkers implements AutoCloseable {
  private static final long CLOSE_MS = 5_000;

  private final ModelSlot slot;
  private final ThreadPoolExecutor threads;

  /**
   * @param threadCount fixed number of threads
   * @param queueCapacity tasks that may wait
   */
  public RetrievalWorkers(ModelSlot slot, int threadCount, int queueCapacity) {
    this.slot = slot;
    this.threads =
        new ThreadPoolExecutor(
            threadCount,
            threadCount,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueCapacity),
            Thread.ofPlatform().daemon(true).name("serving-retrieval-", 0).factory());
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
   *     RejectedExecutionException} when the queue is full, or with what the task threw
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
    try {
      threads.execute(() -> run(choice, task, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
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

  /** Lets running and queued tasks end, within a limit. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
