package io.eddyline.learner.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of a process that mines teleported negatives, for all its item sides in turn. It
 * begins with the first episode and ends when there has been none for a while; what is left at
 * {@link #close} is dropped.
 *
 * <p>Threading: thread-safe.
 */
final class MiningThread implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 60;

  @SuppressWarnings("ThreadPriorityCheck") // a hint: where it is heeded, training goes first
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform()
              .name("eddyline-negative-miner")
              .daemon()
              .priority(Thread.MIN_PRIORITY)
              .factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  MiningThread() {
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable episode) {
    pool.execute(episode);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
