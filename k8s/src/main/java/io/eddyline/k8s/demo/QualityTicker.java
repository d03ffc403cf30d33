package io.eddyline.k8s.demo;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Refreshes the quality beside the progress line once a second until it is closed. */
final class QualityTicker implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  private QualityTicker() {}

  static QualityTicker start(Runnable refresh) {
    QualityTicker ticker = new QualityTicker();
    Future<?> _ = ticker.timer.scheduleAtFixedRate(refresh, 1, 1, TimeUnit.SECONDS);
    return ticker;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
