package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServingApiTest {
  private static final String USER = "/v1/users/u9/recommendations";

  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, 1);
    golden.put(2, 2);
    GoldenStore.editManifest(golden.put(3, 3), manifest -> manifest.put("formatVersion", 9));
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterAll
  void close() {
    serving.close();
  }

  @Test
  void answersInTheContractsShape() throws Exception {
    HttpResponse<String> response = serving.get(USER + "?limit=3");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    JsonNode answer = json(response);
    assertThat(names(answer))
        .containsExactlyInAnyOrder(
            "recommendation_id", "items", "model", "applied", "fallback", "next");
    assertThat(answer.get("recommendation_id").textValue()).isNotEmpty();
    assertThat(answer.get("items")).hasSize(3);
    JsonNode first = answer.get("items").get(0);
    assertThat(first.get("title").textValue())
        .isEqualTo("Title " + first.get("item_id").textValue().substring(1));
    assertThat(first.get("score").isNumber()).isTrue();
    assertThat(answer.get("model").get("version").textValue()).isEqualTo("2");
    assertThat(answer.get("model").get("age_ms").longValue()).isEqualTo(5_000);
    assertThat(answer.get("model").get("name").textValue()).isEqualTo(GoldenStore.MODEL);
    assertThat(answer.get("applied").get("satisfied").booleanValue()).isTrue();
    assertThat(answer.get("applied").get("lag_ms").longValue()).isEqualTo(5_000);
    assertThat(answer.get("fallback").isNull()).isTrue();
  }

  @Test
  void getAndPostGiveTheSameItems() throws Exception {
    JsonNode got = json(serving.get(USER + "?limit=5&offset=2&exclude=i1,i2&exclude_seen=false"));
    JsonNode posted =
        json(
            serving.post(
                "/v1/recommendations",
                """
                {"user_id":"u9","limit":5,"offset":2,"exclude":["i1","i2"],"exclude_seen":false}
                """));
    assertThat(posted.get("items")).isEqualTo(got.get("items")).hasSize(5);
    assertThat(posted.get("recommendation_id")).isNotEqualTo(got.get("recommendation_id"));
  }

  @Test
  void namesTheFallbackOfUnknownUsersWithAnyId() throws Exception {
    for (String id : List.of("stranger", "a%2Fb", "%C3%A9+%25", "%20")) {
      JsonNode answer = json(serving.get("/v1/users/" + id + "/recommendations"));
      assertThat(answer.path("fallback").textValue()).as(id).isEqualTo("unknown_user");
      assertThat(answer.get("items")).hasSize(10);
    }
  }

  @Test
  void answersAnonymousSession() throws Exception {
    JsonNode answer =
        json(
            serving.post(
                "/v1/recommendations",
                "{\"session\":[{\"item_id\":\"i1\"},{\"item_id\":\"i2\",\"weight\":2.5}]}"));
    assertThat(answer.get("fallback").isNull()).isTrue();
    assertThat(answer.get("items").findValuesAsText("item_id")).doesNotContain("i1", "i2");
  }

  @Test
  void popularFallsInPopularity() throws Exception {
    JsonNode items = json(serving.get("/v1/popular?limit=1000")).get("items");
    assertThat(items).hasSize(42);
    for (int rank = 1; rank < items.size(); rank++) {
      assertThat(items.get(rank).get("score").doubleValue())
          .isLessThanOrEqualTo(items.get(rank - 1).get("score").doubleValue());
    }
  }

  @Test
  void listsVersionsWithStateAndReason() throws Exception {
    JsonNode versions = json(serving.get("/v1/models")).get("versions");
    assertThat(versions.findValuesAsText("version")).containsExactly("3", "2", "1");
    assertThat(versions.findValuesAsText("state"))
        .containsExactly("refused", "active", "available");
    assertThat(versions.get(0).get("refusal").get("reason").textValue()).isEqualTo("manifest");
    assertThat(versions.get(1).get("counts").get("items").intValue()).isEqualTo(48);
    assertThat(versions.get(1).get("metrics").get("ndcg10").doubleValue()).isEqualTo(0.25);
    assertThat(versions.get(1).get("created_at").textValue()).isEqualTo("2023-11-14T22:13:20Z");
  }

  @Test
  void healthAndMetricsAnswer() throws Exception {
    assertThat(serving.get("/healthz/live").statusCode()).isEqualTo(200);
    assertThat(json(serving.get("/healthz/ready")).get("model_version").textValue()).isEqualTo("2");
    assertThat(serving.get(USER).statusCode()).isEqualTo(200);
    String metrics = serving.get("/metrics").body();
    assertThat(metrics)
        .contains("eddyline_serving_model_version 2.0")
        .contains("eddyline_serving_swaps_total 1.0")
        .contains("eddyline_snapshot_refusals_total{reason=\"manifest\"} 1.0")
        .contains("eddyline_serving_request_seconds_bucket{outcome=\"ok\"");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit",
    "limit=1001, limit",
    "limit=x, limit",
    "offset=-1, offset",
    "offset=10001, offset",
    "exclude_seen=yes, exclude_seen",
    "colour=red, colour",
    "limit=1&limit=2, limit",
    "exclude=, exclude"
  })
  void refusesParameterByName(String query, String parameter) throws Exception {
    HttpResponse<String> response = serving.get(USER + "?" + query);
    JsonNode problem = assertProblem(response, 422, "invalid_request");
    assertThat(problem.get("errors").findValuesAsText("parameter")).containsExactly(parameter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limit\":0}|/limit",
        "{\"limit\":1.5}|/limit",
        "{\"user_id\":7}|/user_id",
        "{\"user_id\":\"\"}|/user_id",
        "{\"session\":{}}|/session",
        "{\"session\":[7]}|/session/0",
        "{\"session\":[{\"item_id\":\"a\"},{}]}|/session/1/item_id",
        "{\"session\":[{\"item_id\":\"a\",\"weight\":0}]}|/session/0/weight",
        "{\"session\":[{\"item_id\":\"a\",\"w\":1}]}|/session/0/w",
        "{\"exclude\":[\"a\",null]}|/exclude/1",
        "{\"exclude_seen\":\"no\"}|/exclude_seen",
        "{\"a/b~c\":1}|/a~1b~0c",
        "[]|''",
      })
  void refusesFieldByPointer(String body, String pointer) throws Exception {
    JsonNode problem =
        assertProblem(serving.post("/v1/recommendations", body), 422, "invalid_request");
    assertThat(problem.get("errors").findValuesAsText("pointer")).containsExactly(pointer);
  }

  @Test
  void namesAllFaultsAtOnce() throws Exception {
    JsonNode problem =
        assertProblem(
            serving.post("/v1/recommendations", "{\"limit\":0,\"offset\":-1,\"x\":1}"),
            422,
            "invalid_request");
    assertThat(problem.get("errors")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "{} {}", "{\"limit\":1,\"limit\":2}"})
  void refusesUnreadableBody(String body) throws Exception {
    assertProblem(serving.post("/v1/recommendations", body), 400, "unreadable");
  }

  @Test
  void refusesOtherMediaTypeAndOversizedBody() throws Exception {
    HttpRequest text =
        serving
            .request("/v1/recommendations")
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertProblem(serving.send(text), 415, "unsupported_media_type");
    String large = "{\"user_id\":\"" + "x".repeat(5_000) + "\"}";
    assertProblem(serving.post("/v1/recommendations", large), 413, "too_large");
  }

  @Test
  void refusesOverlongUserId() throws Exception {
    String path = "/v1/users/" + "x".repeat(257) + "/recommendations";
    assertProblem(serving.get(path), 422, "invalid_request");
  }

  @Test
  void saysWhichCallIsNotAvailableYet() throws Exception {
    assertProblem(serving.get("/"), 501, "not_available_yet");
  }

  @Test
  void refusesUnknownPathAndMethod() throws Exception {
    assertProblem(serving.get("/v2/nothing"), 404, "not_found");
    assertProblem(serving.post("/v1/popular", "{}"), 405, "method_not_allowed");
  }

  private static JsonNode assertProblem(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    return problem;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
