package io.eddyline.k8s.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests from one event loop, so that the load costs little beside what it measures: as fast as
 * connections are answered, or at a fixed rate.
 *
 * <p>Threading: one thread at a time.
 */
final class HttpStorm implements AutoCloseable {
  private static final int END_SECONDS = 30;
  private static final long MAX_US = 60_000_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final URI server;
  private final LongAdder failures = new LongAdder();

  HttpStorm(URI server, int maxConnections) {
    this.server = server;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(maxConnections));
  }

  /**
   * Answers a second.
   *
   * @param paths of the requests, asked for one after another
   */
  double perSecond(int connections, int seconds, Supplier<String> paths)
      throws InterruptedException {
    AtomicBoolean running = new AtomicBoolean(true);
    LongAdder answers = new LongAdder();
    CountDownLatch ended = new CountDownLatch(connections);
    long startNs = System.nanoTime();
    for (int connection = 0; connection < connections; connection++) {
      vertx.runOnContext(_ -> ask(running, answers, ended, paths));
    }
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
    double perSecond = answers.sum() * 1e9 / (System.nanoTime() - startNs);
    running.set(false);
    if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("requests are still under way");
    }
    return perSecond;
  }

  private void ask(
      AtomicBoolean running, LongAdder answers, CountDownLatch ended, Supplier<String> paths) {
    if (!running.get()) {
      ended.countDown();
      return;
    }
    client
        .request(HttpMethod.GET, server.getPort(), server.getHost(), paths.get())
        .compose(request -> request.send())
        .compose(response -> response.body().map(_ -> response.statusCode()))
        .onComplete(
            status -> {
              if (status.succeeded() && status.result() == 200) {
                answers.increment();
              } else {
                failures.increment();
              }
              ask(running, answers, ended, paths);
            });
  }

  /**
   * Asks at a fixed rate, however long the answers take.
   *
   * @return microseconds from the moment at which each request was due
   */
  Histogram latencyUs(double perSecond, int seconds, Supplier<String> paths)
      throws InterruptedException {
    Histogram latencies = new ConcurrentHistogram(MAX_US, 3);
    CountDownLatch ended = new CountDownLatch((int) (perSecond * seconds));
    long startNs = System.nanoTime();
    long intervalNs = (long) (1e9 / perSecond);
    AtomicLong sent = new AtomicLong();
    vertx.setPeriodic(
        1,
        timer -> {
          long dueNs = startNs + sent.get() * intervalNs;
          while (dueNs <= System.nanoTime() && sent.get() < perSecond * seconds) {
            askOnce(paths.get(), dueNs, latencies, ended);
            dueNs = startNs + sent.incrementAndGet() * intervalNs;
          }
          if (sent.get() >= perSecond * seconds) {
            vertx.cancelTimer(timer);
          }
        });
    if (!ended.await(seconds + END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("requests are still under way");
    }
    return latencies;
  }

  private void askOnce(String path, long dueNs, Histogram latencies, CountDownLatch ended) {
    client
        .request(HttpMethod.GET, server.getPort(), server.getHost(), path)
        .compose(request -> request.send())
        .compose(response -> response.body().map(_ -> response.statusCode()))
        .onComplete(
            status -> {
              if (!status.succeeded() || status.result() != 200) {
                failures.increment();
              }
              latencies.recordValue(Math.min(MAX_US, (System.nanoTime() - dueNs) / 1_000));
              ended.countDown();
            });
  }

  /** Requests that were not answered with 200. */
  long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    client.close().await();
    vertx.close().await();
  }
}
