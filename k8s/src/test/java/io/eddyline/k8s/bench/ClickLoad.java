package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.SourceEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Events at a steady rate over HTTP, and for some of them the question whether a recommendation
 * reflects them: asked with the token the moment the gateway has answered 202.
 *
 * <p>Threading: one event loop does everything; the figures are read by any.
 */
final class ClickLoad implements AutoCloseable {
  private static final int TICK_MS = 10;
  private static final int TICKS_A_SECOND = 1_000 / TICK_MS;
  private static final int CONNECTIONS = 32;
  private static final int WAIT_MS = 1_000;
  private static final int END_SECONDS = 60;
  private static final long MAX_US = 60_000_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAlive(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final EventTable events;
  private final URI gateway;
  private final URI serving;
  private final int batch;
  private final LongAdder failures = new LongAdder();
  private final LongAdder unsatisfied = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private Histogram visibleUs = new ConcurrentHistogram(MAX_US, 3);
  private int next;

  /**
   * @param rate events a second
   */
  ClickLoad(EventTable events, URI gateway, URI serving, int rate) {
    this.events = events;
    this.gateway = gateway;
    this.serving = serving;
    this.batch = Math.max(1, rate / TICKS_A_SECOND);
  }

  /**
   * Sends for so long.
   *
   * @param askEvery requests with events of which one is asked about
   * @return microseconds from the gateway's answer to the recommendation that reflects the event
   */
  Histogram run(int seconds, int askEvery) throws InterruptedException {
    visibleUs = new ConcurrentHistogram(MAX_US, 3);
    failures.reset();
    unsatisfied.reset();
    acknowledged.reset();
    int ticks = seconds * TICKS_A_SECOND;
    CountDownLatch ended = new CountDownLatch(ticks);
    long startNs = System.nanoTime();
    int[] sent = {0};
    vertx.setPeriodic(
        1,
        timer -> {
          long due = Math.min(ticks, (System.nanoTime() - startNs) / (TICK_MS * 1_000_000L));
          for (; sent[0] < due; sent[0]++) {
            boolean asks = sent[0] % askEvery == 0;
            var _ = send(asks).onComplete(_ -> ended.countDown());
          }
          if (sent[0] >= ticks) {
            boolean _ = vertx.cancelTimer(timer);
          }
        });
    if (!ended.await(seconds + END_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("requests are still under way");
    }
    return visibleUs;
  }

  private Future<Void> send(boolean asks) {
    Buffer body = Buffer.buffer();
    SourceEvent last = events.get(next % events.size());
    for (int k = 0; k < batch; k++, next++) {
      last = events.get(next % events.size());
      body.appendString(
          new JsonObject()
              .put("event_id", "click-" + next)
              .put("user_id", last.userId())
              .put("item_id", last.itemId())
              .put("type", "click")
              .encode());
      body.appendString("\n");
    }
    String user = last.userId();
    return client
        .request(HttpMethod.POST, gateway.getPort(), gateway.getHost(), "/v1/events")
        .compose(request -> request.putHeader("Content-Type", "application/x-ndjson").send(body))
        .compose(
            response -> response.body().map(answer -> response.statusCode() == 202 ? answer : null))
        .compose(
            answer -> {
              long acknowledgedNs = System.nanoTime();
              if (answer == null) {
                failures.increment();
                return Future.succeededFuture();
              }
              acknowledged.add(batch);
              return asks
                  ? ask(user, answer.toJsonObject().getString("token"), acknowledgedNs)
                  : Future.succeededFuture();
            })
        .otherwise(
            failure -> {
              failures.increment();
              return null;
            });
  }

  private Future<Void> ask(String user, String token, long acknowledgedNs) {
    String path =
        "/v1/users/%s/recommendations?limit=10&after=%s&wait_ms=%d"
            .formatted(URLEncoder.encode(user, StandardCharsets.UTF_8), token, WAIT_MS);
    return client
        .request(HttpMethod.GET, serving.getPort(), serving.getHost(), path)
        .compose(request -> request.putHeader("X-Request-Timeout-Ms", "8000").send())
        .compose(
            response -> response.body().map(answer -> response.statusCode() == 200 ? answer : null))
        .map(
            answer -> {
              long us = (System.nanoTime() - acknowledgedNs) / 1_000;
              if (answer == null) {
                failures.increment();
              } else if (!answer
                  .toJsonObject()
                  .getJsonObject("applied")
                  .getBoolean("satisfied", false)) {
                unsatisfied.increment();
              } else {
                visibleUs.recordValue(Math.min(MAX_US, us));
              }
              return null;
            });
  }

  /** Requests of the last run that were not answered as they should. */
  long failures() {
    return failures.sum();
  }

  /** Recommendations that did not reflect the event within a second. */
  long unsatisfied() {
    return unsatisfied.sum();
  }

  /** Events of the last run that the gateway answered 202. */
  long acknowledged() {
    return acknowledged.sum();
  }

  @Override
  public void close() {
    client.close().await();
    vertx.close().await();
  }
}
