package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.control.ControlKeys;
import io.eddyline.schemas.record.Canary;
import io.eddyline.schemas.record.Control;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import io.eddyline.serving.http.ApiShapes.Call;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every status that the document has for a call comes about, with a body of the shape that it says:
 * a status that cannot be brought about is none that a client should be told of.
 */
@SuppressWarnings("NullAway.Init") // set before the test
class DocumentedStatusTest {
  private static final String WAIT = "?wait_ms=20000";
  private static final String UNKNOWN = "99";
  private static final String ADVISED_AGAINST = "5";
  private static final int MAX_BODY_BYTES = 4_096;
  private static final String ONE_UNDER_WAY = "eddyline_serving_requests_under_way 1.0";

  /* These need a worker that is held up: see ServingLimitsTest. */
  private static final List<String> ELSEWHERE =
      List.of("item 504", "similarItems 504", "popular 504");

  private final ApiShapes shapes = new ApiShapes();
  private final Map<String, Call> calls =
      shapes.calls().collect(Collectors.toMap(Call::id, Function.identity()));
  private final Set<String> provoked = new TreeSet<>(ELSEWHERE);
  private GoldenStore golden;
  private RunningServing serving;

  @BeforeEach
  void publish(@TempDir Path root) throws Exception {
    golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2 + (int) (version % 2));
    }
    GoldenStore.editManifest(
        golden.put(Long.parseLong(ADVISED_AGAINST), 2),
        manifest -> manifest.putObject("gate").put("passed", false).putArray("checks"));
  }

  @Test
  void everyDocumentedStatusComesAbout(@TempDir Path empty) throws Exception {
    try (RunningServing unready = RunningServing.start(new GoldenStore(empty))) {
      serving = unready;
      expect("ready", 503, "/healthz/ready");
    }
    HttpConfig one = new HttpConfig("127.0.0.1", 0, MAX_BODY_BYTES, 1, 1_000, 20_000);
    try (RunningServing busy = RunningServing.start(golden, one).awaitVersion(4)) {
      serving = busy;
      overloaded();
    }
    try (RunningServing quiet = RunningServing.start(golden).awaitVersion(4)) {
      serving = quiet;
      answered();
      faultsOfRequests();
      versionOrders();
      canaryOrders();
      shadowAndRetentionOrders();
      expiredCursors();
    }
    assertThat(provoked).isEqualTo(documented());
  }

  private Set<String> documented() {
    return calls.values().stream()
        .flatMap(call -> call.responses().fieldNames().stream().map(code -> call + " " + code))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The only place is taken by a request whose body does not come. */
  private void overloaded() throws Exception {
    URI target = serving.request("/v1/recommendations").build().uri();
    String head =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Content-Type: application/json\r
        Content-Length: 2\r
        \r
        """
            .formatted(target.getPath(), target.getAuthority());
    try (Socket held = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
      held.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      await().until(() -> serving.get("/metrics").body().contains(ONE_UNDER_WAY));
      for (Call call : calls.values()) {
        if (call.responses().containsKey("503") && !call.id().equals("ready")) {
          require(call, 503, serving.send(sound(call)));
        }
      }
    }
  }

  private HttpRequest sound(Call call) {
    return RequestSketch.sound(shapes, call).request(serving::request);
  }

  private void answered() throws Exception {
    for (String id :
        List.of(
            "recommendForUser",
            "recommend",
            "recommendBatch",
            "rank",
            "popular",
            "listModels",
            "live",
            "ready",
            "metrics",
            "openApi")) {
      require(call(id), 200, serving.send(sound(call(id))));
    }
    expect("item", 200, "/v1/items/i5");
    expect("similarItems", 200, "/v1/items/i5/similar");
  }

  private void faultsOfRequests() throws Exception {
    for (Call call : calls.values()) {
      String path = call.path().replace("{id}", "i5").replace("{version}", "3");
      if (call.responses().containsKey("422")) {
        expect(call.id(), 422, path + "?unheard_of=1", Objects.toString(call.example(), ""));
      }
      if (call.body() != null) {
        expect(call.id(), 400, path, "{");
        expect(call.id(), 413, path, "[\"%s\"]".formatted("x".repeat(MAX_BODY_BYTES)));
        HttpRequest text =
            serving
                .request(path)
                .header("Content-Type", "text/plain")
                .method(call.method(), HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        require(call, 415, serving.send(text));
      }
    }
    expect("recommendForUser", 400, "/v1/users/u9/recommendations?next=x");
    expect("recommendForUser", 400, "/v1/users/u9/recommendations?after=x");
    expect("similarItems", 400, "/v1/items/i5/similar?next=x");
    expect("popular", 400, "/v1/popular?next=x");
    expect("item", 404, "/v1/items/nothing");
    expect("similarItems", 404, "/v1/items/nothing/similar");
  }

  private void versionOrders() throws Exception {
    expect("unpin", 404, "/v1/models/pin");
    for (String verb : List.of("activate", "pin")) {
      String id = verb + "Version";
      String order = "/v1/models/%s/" + verb;
      expect(id, 404, order.formatted(UNKNOWN));
      expect(id, 409, order.formatted(ADVISED_AGAINST));
      expect(id, 200, order.formatted("3") + WAIT);
      unheard(() -> expect(id, 202, order.formatted("2")));
    }
    unheard(() -> expect("unpin", 202, "/v1/models/pin"));
    expect("unpin", 200, "/v1/models/pin" + WAIT);
  }

  private void canaryOrders() throws Exception {
    String path = "/v1/models/canary";
    String order = "{\"version\":\"%s\",\"share\":0.5}";
    expect("withdrawCanary", 404, path);
    expect("promoteCanary", 404, path + "/promote");
    expect("orderCanary", 404, path, order.formatted(UNKNOWN));
    expect("orderCanary", 409, path, order.formatted(ADVISED_AGAINST));
    expect("orderCanary", 200, path + WAIT, order.formatted("2"));
    unheard(() -> expect("orderCanary", 202, path, order.formatted("2")));
    unheard(() -> expect("promoteCanary", 202, path + "/promote"));
    unheard(() -> expect("withdrawCanary", 202, path));
    expect("promoteCanary", 200, path + "/promote" + WAIT);
    expect("orderCanary", 200, path + WAIT, order.formatted("3"));
    expect("withdrawCanary", 200, path + WAIT);
    Canary refused =
        Canary.newBuilder()
            .setModel(GoldenStore.MODEL)
            .setVersion(Long.parseLong(ADVISED_AGAINST))
            .setShare(0.5)
            .build();
    serving
        .topics()
        .order(
            ControlKeys.canary(GoldenStore.MODEL), Control.newBuilder().setCanary(refused).build());
    await().until(() -> json(serving.get("/v1/models")).at("/orders/canary").isObject());
    expect("promoteCanary", 409, path + "/promote");
  }

  private void shadowAndRetentionOrders() throws Exception {
    String shadow = "/v1/models/shadow";
    String order = "{\"version\":\"%s\",\"sample\":0.5}";
    expect("withdrawShadow", 404, shadow);
    expect("orderShadow", 404, shadow, order.formatted(UNKNOWN));
    expect("orderShadow", 409, shadow, order.formatted(ADVISED_AGAINST));
    expect("orderShadow", 200, shadow + WAIT, order.formatted("3"));
    unheard(() -> expect("orderShadow", 202, shadow, order.formatted("3")));
    unheard(() -> expect("withdrawShadow", 202, shadow));
    expect("withdrawShadow", 200, shadow + WAIT);
    String retention = "/v1/models/retention";
    expect("withdrawRetention", 404, retention);
    expect("orderRetention", 200, retention + WAIT, "{\"keep\":5}");
    unheard(() -> expect("orderRetention", 202, retention, "{\"keep\":6}"));
    unheard(() -> expect("withdrawRetention", 202, retention));
    expect("withdrawRetention", 200, retention + WAIT);
  }

  /** Lists that a version began which is not loaded any more. */
  private void expiredCursors() throws Exception {
    Map<String, String> lists =
        Map.of(
            "recommendForUser", "/v1/users/u9/recommendations?limit=2",
            "similarItems", "/v1/items/i5/similar?limit=2",
            "popular", "/v1/popular?limit=2");
    Map<String, String> cursors = new HashMap<>();
    for (var list : lists.entrySet()) {
      cursors.put(list.getKey(), next(serving.get(list.getValue())));
    }
    String posted = next(serving.post("/v1/recommendations", "{\"user_id\":\"u9\"}"));
    for (long version = 7; version <= 9; version++) {
      golden.put(version, 3);
      serving.announce(version);
      serving.awaitVersion(version);
    }
    for (var list : lists.entrySet()) {
      expect(list.getKey(), 410, list.getValue() + "&next=" + cursors.get(list.getKey()));
    }
    expect(
        "recommend",
        410,
        "/v1/recommendations",
        "{\"user_id\":\"u9\",\"next\":\"%s\"}".formatted(posted));
  }

  private static String next(HttpResponse<String> answer) throws Exception {
    return json(answer).get("next").textValue();
  }

  /** A part of the test. */
  private interface Step {
    void run() throws Exception;
  }

  /** Kafka takes what is ordered meanwhile, and this process does not hear of it. */
  private void unheard(Step step) throws Exception {
    serving.topics().withhold(true);
    step.run();
    serving.topics().withhold(false);
  }

  private Call call(String id) {
    return Objects.requireNonNull(calls.get(id), id);
  }

  private void expect(String id, int status, String path) throws Exception {
    expect(id, status, path, "");
  }

  private void expect(String id, int status, String path, String body) throws Exception {
    Call call = call(id);
    require(call, status, serving.call(call.method(), path, body));
  }

  private void require(Call call, int status, HttpResponse<String> answer) {
    String about = "%s %s -> %s".formatted(call, answer.uri(), answer.body());
    assertThat(answer.statusCode()).as(about).isEqualTo(status);
    assertThat(shapes.faults(call, answer, answer.body())).as(about).isEmpty();
    provoked.add(call + " " + status);
  }
}
