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
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Connections that each ask again as soon as they are answered, all on one event loop, so that the
 * load costs little beside what it measures.
 *
 * <p>Threading: one thread at a time.
 */
final class ClosedLoop implements AutoCloseable {
  private static final int END_SECONDS = 30;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final URI server;
  private final LongAdder failures = new LongAdder();

  ClosedLoop(URI server, int maxConnections) {
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
