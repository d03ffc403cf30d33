package io.eddyline.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.control.OrderLog;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.eddyline.serving.retrieve.ModelChoice;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.eddyline.serving.retrieve.ShadowConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker that is held up: what waits runs into the deadline, the queue, or the bound. */
@SuppressWarnings("NullAway.Init") // set before each test
class ServingLimitsTest {
  private static final String USER = "/v1/users/u9/recommendations";
  private static final int LONG_MS = 60_000;
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @TempDir Path root;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CountDownLatch release = new CountDownLatch(1);
  private final TestTopics topics = new TestTopics();
  private Models models;
  private RetrievalWorkers workers;
  private CompletableFuture<Boolean> holding;
  private Overlays overlays;
  private ShadowComparison shadow;
  private @Nullable HttpServer server;

  @BeforeEach
  void holdUpTheOnlyWorker() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    models = Models.start(TestModels.plan(golden), topics.consumer(), (_, _, _, _) -> {}, registry);
    await().until(() -> models.slot().version() == 2);
    workers = new RetrievalWorkers(models.slot(), 1, 1);
    overlays = new Overlays(new OverlayConfig(1_000, 1_000), registry);
    shadow = new ShadowComparison(models.slot(), overlays, new ShadowConfig(1, 1), registry);
    CountDownLatch held = new CountDownLatch(1);
    holding =
        submit(
            LONG_MS,
            model -> {
              held.countDown();
              return awaitRelease();
            });
    held.await();
    assertThat(holding).isNotDone();
  }

  @AfterEach
  void close() {
    release.countDown();
    shadow.close();
    workers.close();
    models.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void answersPopularItemsAfterTheDeadline() throws Exception {
    listen(10, 1);
    HttpResponse<String> response = get(USER + "?exclude=i0").join();
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.get("fallback").textValue()).isEqualTo("deadline");
    assertThat(answer.get("items")).hasSize(10);
    assertThat(answer.get("items").findValuesAsText("item_id")).doesNotContain("i0");
  }

  @Test
  void answersPopularItemsAfterTheRequestsOwnDeadline() throws Exception {
    listen(10, LONG_MS);
    HttpResponse<String> response = get(USER, "X-Request-Timeout-Ms", "5").join();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(response.body()).get("fallback").textValue())
        .isEqualTo("deadline");
  }

  @Test
  void lateAnswersHeedTheFilterAndNameWhatTheyIgnore() throws Exception {
    listen(10, 1);
    JsonNode answer =
        new ObjectMapper()
            .readTree(get(USER + "?filter=year%3C1994&diversity=0.5&explain=true").join().body());
    assertThat(answer.get("fallback").textValue()).isEqualTo("deadline");
    assertThat(answer.get("items").findValuesAsText("item_id"))
        .isNotEmpty()
        .isSubsetOf("i0", "i1", "i2", "i3");
    assertThat(answer.get("ignored")).hasToString("[\"explain\",\"diversity\"]");
  }

  @Test
  void lateCandidatesAreOrderedByThePrior() throws Exception {
    listen(10, 1);
    HttpResponse<String> response =
        client
            .sendAsync(
                request("/v1/rank")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"items\":[\"i1\",\"i2\"]}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .join();
    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.get("fallback").textValue()).isEqualTo("deadline");
    assertThat(answer.get("items").findValuesAsText("item_id"))
        .containsExactlyInAnyOrder("i1", "i2");
  }

  @Test
  void whatIsTheSameForEveryoneHasNoFallbackForTheDeadline() throws Exception {
    listen(10, 1);
    ApiShapes shapes = new ApiShapes();
    Map<String, String> paths =
        Map.of(
            "popular", "/v1/popular",
            "similarItems", "/v1/items/i5/similar",
            "item", "/v1/items/i5");
    for (ApiShapes.Call call : shapes.calls().filter(it -> paths.containsKey(it.id())).toList()) {
      HttpResponse<String> late = get(paths.getOrDefault(call.id(), "")).join();
      assertProblem(late, 504, "deadline");
      assertThat(shapes.faults(call, late, late.body())).as(call.id()).isEmpty();
    }
  }

  @Test
  void refusesWhatTheQueueCannotTake() throws Exception {
    listen(10, LONG_MS);
    CompletableFuture<Boolean> queued = submit(LONG_MS, model -> true);
    HttpResponse<String> response = get(USER).join();
    assertThat(queued).isNotDone();
    assertProblem(response, 503, "overloaded");
    assertThat(response.headers().firstValue("retry-after")).hasValue("1");
  }

  @Test
  void refusesMoreRequestsThanMayBeUnderWay() throws Exception {
    listen(1, LONG_MS);
    CompletableFuture<HttpResponse<String>> first = get(USER);
    await().until(() -> underWay() == 1);
    assertProblem(get(USER).join(), 503, "overloaded");
    assertThat(get("/healthz/live").join().statusCode()).isEqualTo(200);
    release.countDown();
    assertThat(first.join().statusCode()).isEqualTo(200);
    await().until(() -> get("/v1/models").join().statusCode() == 200);
  }

  @Test
  void skipsTasksWhoseDeadlineHasPassedAndTakesOthersInTheirPlace() {
    CountDownLatch ran = new CountDownLatch(1);
    for (int k = 0; k < 100; k++) {
      CompletableFuture<Boolean> late =
          submit(
              1,
              model -> {
                ran.countDown();
                return true;
              });
      assertThat(late)
          .failsWithin(TEN_SECONDS)
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(TimeoutException.class);
    }
    release.countDown();
    assertThat(submit(LONG_MS, model -> true)).succeedsWithin(TEN_SECONDS);
    assertThat(ran.getCount()).isEqualTo(1);
  }

  @Test
  void hasRoomAgainWhenAnAnswerIsThere() {
    release.countDown();
    assertThat(holding).succeedsWithin(TEN_SECONDS);
    for (int k = 0; k < 100; k++) {
      CompletableFuture<Boolean> first = submit(LONG_MS, model -> true);
      CompletableFuture<Boolean> second = submit(LONG_MS, model -> true);
      assertThat(first).succeedsWithin(TEN_SECONDS);
      assertThat(second).succeedsWithin(TEN_SECONDS);
    }
  }

  private double underWay() {
    return registry.get("eddyline.serving.requests.under.way").gauge().value();
  }

  private CompletableFuture<Boolean> submit(
      int deadlineMs, Function<ModelSlot.Lease, Boolean> task) {
    return workers.submit(new ModelChoice.OfKey(""), deadlineMs, task);
  }

  private boolean awaitRelease() {
    try {
      release.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void listen(int maxConcurrentRequests, int deadlineMs) throws Exception {
    HttpConfig config =
        new HttpConfig("127.0.0.1", 0, 4_096, maxConcurrentRequests, 1_000, deadlineMs);
    var router =
        ServingRoutes.create(
            vertx,
            config,
            new ServingRoutes.Sources(
                models,
                workers,
                shadow,
                overlays,
                AppliedEvents.ofVersionsAlone(1, RecordSettings.defaults(OverlayFeedConfig.class)),
                () -> true,
                new RecommendationConfig(20, 1, 8),
                new OrderLog(topics.producer(), TestTopics.CATALOGUE, InstantSource.system()),
                registry,
                () -> "",
                OpenTelemetry.noop(),
                InstantSource.system()));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return get(path, "Accept", "*/*");
  }

  private CompletableFuture<HttpResponse<String>> get(String path, String header, String value) {
    return client.sendAsync(
        request(path).header(header, value).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    HttpServer listening = server;
    int port = listening == null ? 0 : listening.actualPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(new ObjectMapper().readTree(response.body()).get("code").textValue())
        .isEqualTo(code);
  }
}
