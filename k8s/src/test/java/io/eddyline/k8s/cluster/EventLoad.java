package io.eddyline.k8s.cluster;

import static org.awaitility.Awaitility.await;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReplayEvent;
import io.eddyline.ingest.replay.SourceEvent;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clicks of a data set on their way to the gateway, over and over until it is told to stop. A batch
 * that is not acknowledged is sent again until it is; some that were acknowledged are sent again
 * all the same. Every event has an id, which stays the same when it is sent again.
 *
 * <p>Threading: posts on a thread of its own; the counts are read after {@link #finish}, {@link
 * #acknowledged} by any thread at any time.
 */
final class EventLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int BATCH_EVENTS = 25;
  private static final long BATCH_INTERVAL_MS = 40;
  private static final int ONE_IN_SENT_AGAIN = 8;

  private final EventTable events;
  private final HttpSink sink;
  private final SplittableRandom random;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Long> eventsOfUsers = new HashMap<>();
  private final Map<String, Long> eventsOfItems = new HashMap<>();
  private @Nullable List<ReplayEvent> pending;
  private long created;
  private volatile long acknowledged;
  private @Nullable Future<?> posting;

  /**
   * @param seed of what is sent again
   */
  EventLoad(EventTable events, URI gateway, long seed) {
    this.events = events;
    this.sink = new HttpSink(gateway);
    this.random = new SplittableRandom(seed);
  }

  void start() {
    posting = thread.scheduleAtFixedRate(this::post, 0, BATCH_INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  /** Distinct events that the gateway has acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Waits until so many further events are acknowledged. */
  void awaitMore(int count) {
    long target = acknowledged + count;
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              requireSound();
              return acknowledged >= target;
            });
  }

  /** Fails if the load has failed. */
  private void requireSound() {
    Future<?> running = posting;
    if (running != null && running.isDone()) {
      try {
        running.get();
      } catch (ExecutionException e) {
        throw new AssertionError("the load failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /** Sends what is still to be acknowledged, and nothing more. */
  void finish() throws InterruptedException {
    requireSound();
    thread.shutdown();
    if (!thread.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the last batch is not acknowledged");
    }
    while (pending != null) {
      post();
    }
  }

  /** Acknowledged events of each user. */
  Map<String, Long> eventsOfUsers() {
    return eventsOfUsers;
  }

  /** Acknowledged events of each item. */
  Map<String, Long> eventsOfItems() {
    return eventsOfItems;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sink.close();
  }

  private void post() {
    List<ReplayEvent> batch = pending;
    if (batch == null) {
      batch = batch(created, created + BATCH_EVENTS);
      created += BATCH_EVENTS;
      pending = batch;
    }
    try {
      if (sink.publish(batch) > 0) {
        throw new EddylineException(Action.STOP, "a good event was refused");
      }
      pending = null;
      for (ReplayEvent event : batch) {
        eventsOfUsers.merge(event.event().userId(), 1L, Long::sum);
        eventsOfItems.merge(event.event().itemId(), 1L, Long::sum);
      }
      acknowledged = created;
      if (random.nextInt(ONE_IN_SENT_AGAIN) == 0) {
        long from = random.nextLong(created);
        int _ = sink.publish(batch(from, Math.min(created, from + BATCH_EVENTS / 2)));
      }
    } catch (EddylineException e) {
      if (e.action() != Action.RETRY) {
        throw e;
      }
      // The next turn sends it again.
    }
  }

  private List<ReplayEvent> batch(long from, long to) {
    List<ReplayEvent> batch = new ArrayList<>();
    for (long number = from; number < to; number++) {
      batch.add(event(number));
    }
    return batch;
  }

  private ReplayEvent event(long number) {
    SourceEvent event = events.get((int) (number % events.size()));
    return new ReplayEvent(
        "event-" + number,
        new SourceEvent(event.userId(), event.itemId(), "click", event.timestampMs(), Double.NaN));
  }
}
