package io.eddyline.k8s.process;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after threads that die. What a thread does not catch is logged; an {@link Error} ends the
 * process, since one that lacks a thread answers its probes and does a part of its work.
 *
 * <p>Threading: opened and closed by one thread; there is one a process.
 */
public final class ThreadDeaths implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadDeaths.class);

  private final @Nullable UncaughtExceptionHandler before;

  private ThreadDeaths(@Nullable UncaughtExceptionHandler before) {
    this.before = before;
  }

  /**
   * Begins.
   *
   * @param end told why the process is to end, on the thread that dies
   */
  public static ThreadDeaths watch(Consumer<RuntimeException> end) {
    ThreadDeaths deaths = new ThreadDeaths(Thread.getDefaultUncaughtExceptionHandler());
    Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> died(thread, cause, end));
    return deaths;
  }

  private static void died(Thread thread, Throwable cause, Consumer<RuntimeException> end) {
    LOG.error("thread {} died", thread.getName(), cause);
    if (cause instanceof Error) {
      end.accept(
          new EddylineException(
              Action.RESTART, "thread %s died of %s".formatted(thread.getName(), cause), cause));
    }
  }

  /** Leaves threads to whoever looked after them before. */
  @Override
  public void close() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
