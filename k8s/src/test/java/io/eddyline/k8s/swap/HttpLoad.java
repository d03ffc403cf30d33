package io.eddyline.k8s.swap;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Asks for recommendations of random users at a fixed rate, by threads with a connection each.
 *
 * <p>Time counts from the moment at which a request was due, so that a pause of the server is felt
 * by all requests that fall into it.
 *
 * <p>Threading: started, switched and closed by one thread.
 */
public final class HttpLoad implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final long MAX_US = 60_000_000;

  private final URI serving;
  private final int users;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong failures = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Histogram latencyUs = new ConcurrentHistogram(MAX_US, 3);

  /**
   * Starts to ask.
   *
   * @param users known ones, {@code u0} on
   * @param perSecond requests, all threads together; 0 asks as fast as answers come
   */
  public HttpLoad(URI serving, int users, int threadCount, double perSecond) {
    this.serving = serving;
    this.users = users;
    for (int thread = 0; thread < threadCount; thread++) {
      long seed = thread;
      long intervalNs = perSecond == 0 ? 0 : (long) (1e9 * threadCount / perSecond);
      threads.add(Thread.ofPlatform().daemon(true).start(() -> ask(seed, intervalNs)));
    }
  }

  private void ask(long seed, long intervalNs) {
    SplittableRandom random = new SplittableRandom(seed);
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      long dueNs = System.nanoTime() + (intervalNs == 0 ? 0 : random.nextLong(intervalNs));
      while (running.get()) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
        if (System.nanoTime() < dueNs) {
          continue;
        }
        send(http, random);
        long nowNs = System.nanoTime();
        latencyUs.recordValue(Math.min(MAX_US, (nowNs - dueNs) / 1_000));
        dueNs = intervalNs == 0 ? nowNs : dueNs + intervalNs;
      }
    }
  }

  private void send(HttpClient http, SplittableRandom random) {
    URI user = serving.resolve("/v1/users/u%d/recommendations".formatted(random.nextInt(users)));
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(user).timeout(ANSWER).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        failures.incrementAndGet();
      }
    } catch (java.io.IOException e) {
      failures.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.set(false);
    }
  }

  /** Requests that were not answered with 200, since the start. */
  public long failures() {
    return failures.get();
  }

  /** The latencies since the last call, in microseconds. */
  public Histogram take() {
    Histogram taken = latencyUs;
    latencyUs = new ConcurrentHistogram(MAX_US, 3);
    return taken;
  }

  @Override
  public void close() {
    running.set(false);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
