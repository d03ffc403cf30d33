package io.eddyline.k8s.cluster;

import io.eddyline.ingest.replay.EventTable;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for recommendations all the time and keeps what was not answered.
 *
 * <p>Threading: asks on a thread of its own; {@link #answered} and {@link #failures} from any.
 */
final class Asker implements AutoCloseable {
  private static final long INTERVAL_MS = 20;
  private static final int MOST_FAILURES = 10;

  private final Tier serving;
  private final EventTable events;
  private final SplittableRandom random;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicLong answered = new AtomicLong();

  /**
   * @param events whose users are asked for
   * @param seed of their choice
   */
  Asker(Tier serving, EventTable events, long seed) {
    this.serving = serving;
    this.events = events;
    this.random = new SplittableRandom(seed);
  }

  void start() {
    var _ = thread.scheduleWithFixedDelay(this::ask, 0, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  /** Requests that were answered with recommendations. */
  long answered() {
    return answered.get();
  }

  /** Requests that were not, the first of them. */
  List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void ask() {
    String user = events.userId(events.userOrdinal(random.nextInt(events.size())));
    try {
      HttpResponse<String> answer =
          serving.get(
              "/v1/users/" + URLEncoder.encode(user, StandardCharsets.UTF_8) + "/recommendations");
      if (answer.statusCode() == 200) {
        answered.incrementAndGet();
      } else {
        fail(answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      fail(e.toString());
    }
  }

  private void fail(String failure) {
    if (failures.size() < MOST_FAILURES && !thread.isShutdown()) {
      failures.add(failure);
    }
  }
}
