package io.eddyline.serving;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.serving.catalogue.CatalogueConfig;
import io.eddyline.serving.http.HttpConfig;
import io.eddyline.serving.model.InferenceConfig;
import io.eddyline.serving.model.SnapshotReadConfig;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.ShadowConfig;
import io.eddyline.serving.trace.Tracing;
import io.eddyline.serving.trace.TracingConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serving on a free port over a golden store, with announcements by hand and a client. */
public final class RunningServing implements AutoCloseable {
  /** Five seconds after the golden versions were made. */
  public static final Instant NOW = Instant.ofEpochMilli(1_700_000_005_000L);

  /** Longest time that a request may wait for its own events. */
  public static final int MAX_WAIT_MS = 9_000;

  private static final HttpConfig GENEROUS =
      new HttpConfig("127.0.0.1", 0, 4_096, 64, 1_000, 20_000);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TestTopics topics = new TestTopics();
  private final RowTopics rows = new RowTopics(TestTopics.CATALOGUE, 12, 13);
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final GoldenStore golden;
  private final Serving serving;

  /**
   * @param tracing null to keep the spans here
   */
  private RunningServing(
      GoldenStore golden, HttpConfig http, @Nullable AeronLink aeron, @Nullable Tracing tracing) {
    this.golden = golden;
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.serving =
        Serving.start(
            vertx,
            new ServingConfig(
                http,
                new InferenceConfig(2, 1, 16),
                TestModels.loading(2),
                new CatalogueConfig(10_000),
                new OverlayConfig(1_000, 1_000),
                new OverlayFeedConfig(true, "127.0.0.1", 0, 8, 600_000, 10_000, MAX_WAIT_MS, 4),
                new RecommendationConfig(20, 1, 8),
                new ShadowConfig(64, 1),
                new SnapshotReadConfig(List.of(), Long.MAX_VALUE, 1_000, 1_000),
                new TracingConfig(false, "http://localhost:4318/v1/traces", 1)),
            new ServingContext(
                "test",
                GoldenStore.MODEL,
                golden.store(),
                TestTopics.CATALOGUE,
                Map.of(),
                registry,
                registry::scrape,
                InstantSource.fixed(NOW),
                aeron),
            new Clients(
                topics.consumer(),
                topics.catalogueConsumer(),
                rows::open,
                () -> new WaitingConsumer("earliest"),
                topics.producer()),
            tracing == null ? Tracing.to(SimpleSpanProcessor.create(spans), 1, "test") : tracing);
  }

  /** Starts with generous limits. */
  public static RunningServing start(GoldenStore golden) {
    return start(golden, GENEROUS);
  }

  /** Starts with generous limits and traces of the caller's. */
  public static RunningServing start(GoldenStore golden, Tracing tracing) {
    return new RunningServing(golden, GENEROUS, null, tracing);
  }

  public static RunningServing start(GoldenStore golden, HttpConfig http) {
    return new RunningServing(golden, http, null, null);
  }

  /** Starts with generous limits, and hears learners. */
  public static RunningServing start(GoldenStore golden, AeronLink aeron) {
    return new RunningServing(golden, GENEROUS, aeron, null);
  }

  public RunningServing awaitVersion(long version) {
    await().until(() -> serving.modelVersion() == version);
    return this;
  }

  /** Announces a version of the store. */
  public void announce(long version) throws Exception {
    topics.announce(golden.announcement(version));
  }

  /** Spans that have ended. */
  public List<SpanData> spans() {
    return spans.getFinishedSpanItems();
  }

  /** What is announced, ordered and told. */
  public TestTopics topics() {
    return topics;
  }

  /** The rows that are committed since the golden version 2. */
  public RowTopics rows() {
    return rows;
  }

  /** Orders that a model be served; null withdraws the order. */
  public void order(@Nullable String model) {
    topics.order(model);
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET().build());
  }

  public HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A request without a body, or with one of JSON. */
  public HttpResponse<String> call(String method, String path, String body) throws Exception {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A request to build upon. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serving.port() + path));
  }

  public HttpResponse<String> send(HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  public static JsonNode json(HttpResponse<String> response) throws Exception {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    serving.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
