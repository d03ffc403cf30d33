package io.eddyline.serving.model;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes models apart from the requests that let them go: to give back a version's tables takes the
 * operating system some milliseconds, which no request should wait for.
 *
 * <p>Threading: {@link #accept} from any thread; models close one by one on {@code
 * serving-model-closer}.
 */
final class ModelCloser implements Consumer<LoadedModel>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ModelCloser.class);

  private final ExecutorService thread;
  private final Consumer<LoadedModel> closed;

  /**
   * @param priority of the closing thread
   * @param closed hears of each model that was closed, be it with a failure
   */
  ModelCloser(LoadPriority priority, Consumer<LoadedModel> closed) {
    this.closed = closed;
    this.thread =
        Executors.newSingleThreadExecutor(
            work ->
                Thread.ofPlatform()
                    .daemon(true)
                    .name("serving-model-closer")
                    .unstarted(
                        () -> {
                          var _ = ThreadScheduling.lower(priority);
                          work.run();
                        }));
  }

  @Override
  public void accept(LoadedModel model) {
    try {
      thread.execute(() -> end(model));
    } catch (RejectedExecutionException e) {
      end(model); // the process ends
    }
  }

  private void end(LoadedModel model) {
    try {
      model.close();
    } catch (RuntimeException e) {
      log.error(
          "version {} of {} was not closed in order, what it held may stay in memory",
          model.version(),
          model.name(),
          e);
    } finally {
      closed.accept(model);
    }
  }

  /** Waits until every model that was let go is closed. */
  @Override
  public void close() {
    thread.close();
  }
}
