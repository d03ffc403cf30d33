package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.openapi.OpenApiDocument;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every call has: ids, the document, compression, HTTP/2, traces, deadlines. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeTest {
  private static final String USER = "/v1/users/u9/recommendations";
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT_SPAN_ID = "b7ad6b7169203331";

  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterAll
  void close() {
    serving.close();
  }

  @Test
  void servesItsDocument() throws Exception {
    HttpResponse<String> response = serving.get("/openapi.yaml");
    assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
    assertThat(response.body()).isEqualTo(OpenApiDocument.SERVING.text());
  }

  @Test
  void sendsBackTheRequestsId() throws Exception {
    assertThat(idOf("X-Request-Id", "my/request#7")).isEqualTo("my/request#7");
  }

  @Test
  void takesTheTraceForTheId() throws Exception {
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertThat(idOf("traceparent", "00-" + traceId + "-" + PARENT_SPAN_ID + "-01"))
        .isEqualTo(traceId);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "", "umlaut-\u00e4"})
  void makesAnIdForOneThatIsNotSound(String id) throws Exception {
    assertThat(idOf("X-Request-Id", id)).matches("[0-9a-f]{32}");
  }

  @Test
  void makesAnIdForOneThatIsTooLong() throws Exception {
    assertThat(idOf("X-Request-Id", "a".repeat(129))).matches("[0-9a-f]{32}");
    assertThat(idOf("X-Request-Id", "a".repeat(128))).hasSize(128);
  }

  @Test
  void namesTheRequestInProblems() throws Exception {
    HttpResponse<String> response =
        serving.send(
            serving.request("/v1/popular?limit=0").header("X-Request-Id", "wrong-one").build());
    assertThat(json(response).get("request_id").textValue()).isEqualTo("wrong-one");
    HttpResponse<String> nowhere =
        serving.send(serving.request("/nowhere").header("X-Request-Id", "lost").build());
    assertThat(json(nowhere).get("request_id").textValue()).isEqualTo("lost");
  }

  private String idOf(String header, String value) throws Exception {
    HttpResponse<String> response =
        serving.send(serving.request("/v1/popular").header(header, value).build());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.headers().firstValue("X-Request-Id").orElseThrow();
  }

  @Test
  void compressesWhatIsLong() throws Exception {
    HttpResponse<byte[]> longer = compressed("/v1/popular?limit=48");
    assertThat(longer.headers().firstValue("content-encoding")).hasValue("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(longer.body())).readAllBytes();
    assertThat(new String(plain, StandardCharsets.UTF_8)).contains("\"item_id\"");
    HttpResponse<byte[]> shorter = compressed("/v1/popular?limit=1");
    assertThat(shorter.headers().firstValue("content-encoding")).isEmpty();
  }

  private HttpResponse<byte[]> compressed(String path) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(
          serving.request(path).header("Accept-Encoding", "gzip").build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void speaksHttp2WithoutTls() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      for (int call = 0; call < 3; call++) {
        HttpResponse<String> answer =
            client.send(serving.request(USER).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
      }
      HttpResponse<String> posted =
          client.send(
              serving
                  .request("/v1/recommendations")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{\"user_id\":\"u9\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(posted.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(posted.statusCode()).as(posted.body()).isEqualTo(200);
    }
  }

  @Test
  void tracesTheWayOfARequest() throws Exception {
    HttpResponse<String> response =
        serving.send(
            serving
                .request(USER)
                .header("traceparent", "00-" + TRACE_ID + "-" + PARENT_SPAN_ID + "-01")
                .header("X-Request-Id", "traced")
                .build());
    assertThat(response.statusCode()).isEqualTo(200);
    await().until(() -> spansOf(TRACE_ID).size() == 4);
    List<SpanData> spans = spansOf(TRACE_ID);
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder("GET /v1/users/{id}/recommendations", "queue", "rank", "answer");
    SpanData whole =
        spans.stream().filter(span -> span.getName().startsWith("GET")).findFirst().orElseThrow();
    assertThat(whole.getParentSpanId()).isEqualTo(PARENT_SPAN_ID);
    assertThat(whole.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(200);
    assertThat(whole.getAttributes().get(AttributeKey.stringKey("eddyline.request_id")))
        .isEqualTo("traced");
    assertThat(spans)
        .filteredOn(span -> !span.getSpanId().equals(whole.getSpanId()))
        .allSatisfy(part -> assertThat(part.getParentSpanId()).isEqualTo(whole.getSpanId()));
  }

  private List<SpanData> spansOf(String traceId) {
    return serving.spans().stream().filter(span -> span.getTraceId().equals(traceId)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "60001", "soon", "1.5"})
  void refusesTimeoutThatIsNone(String timeoutMs) throws Exception {
    HttpResponse<String> response =
        serving.send(serving.request(USER).header("X-Request-Timeout-Ms", timeoutMs).build());
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode errors = json(response).get("errors");
    assertThat(errors.findValuesAsText("parameter")).containsExactly("X-Request-Timeout-Ms");
  }

  @Test
  void namesEveryFaultOfARequest() throws Exception {
    HttpResponse<String> response =
        serving.call(
            "POST",
            "/v1/recommendations?color=red",
            """
            {"user_id": 7, "limit": "ten", "exclude": ["", 5], "a/b": 1,
             "session": [{"item_id": "i1", "weight": 0}, {"weight": 2}]}
            """);
    assertThat(response.statusCode()).isEqualTo(422);
    JsonNode errors = json(response).get("errors");
    assertThat(errors.findValuesAsText("parameter")).containsExactly("color");
    assertThat(errors.findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/user_id",
            "/limit",
            "/exclude/0",
            "/exclude/1",
            "/a~1b",
            "/session/0/weight",
            "/session/1/item_id");
  }
}
