package io.eddyline.serving.model;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The threads on which all versions run their graphs, {@code serving-graph-N}. They are threads of
 * the operating system, since a run holds its thread in native code.
 *
 * <p>Threading: thread-safe; {@link #close} waits for the runs under way.
 */
final class GraphThreads implements Executor, AutoCloseable {
  private final ExecutorService threads;
  private final DistributionSummary batches;

  GraphThreads(int count, MeterRegistry registry) {
    threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon(true).name("serving-graph-", 0).factory());
    batches =
        DistributionSummary.builder("eddyline.serving.batch.requests")
            .description("Requests that a run of the graph answered")
            .register(registry);
  }

  /** A run of so many queries begins. */
  void began(int queries) {
    batches.record(queries);
  }

  @Override
  public void execute(Runnable run) {
    threads.execute(run);
  }

  @Override
  public void close() {
    threads.close();
  }
}
