package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/**
 * What the golden version's forty-eight items, of the years 1990 to 2037 and every eighth hidden,
 * answer.
 */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommendationApiTest {
  private static final String USER = "/v1/users/u9/recommendations";
  private static final String POST = "/v1/recommendations";

  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    GoldenStore.editManifest(
        golden.put(2, 2),
        manifest -> manifest.putObject("calibration").put("slope", 0.5).put("intercept", -6));
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterAll
  void close() {
    serving.close();
  }

  @Test
  void filtersByAttributesAndAnswersAllThatThereAre() throws Exception {
    String filter = encoded("year in [1990, 1991, 1997] or title = \"Title 3\"");
    for (String path : List.of("/v1/popular?filter=", USER + "?exclude_seen=false&filter=")) {
      JsonNode answer = json(serving.get(path + filter));
      assertThat(ids(answer)).containsExactlyInAnyOrder("i0", "i1", "i3");
      assertThat(answer.get("next").isNull()).isTrue();
    }
    JsonNode posted =
        json(serving.post(POST, "{\"filter\":\"year < 1993 and not item_id = 'i1'\"}"));
    assertThat(ids(posted)).containsExactlyInAnyOrder("i0", "i2");
  }

  @Test
  void namesTheFaultOfAFilterInTheQuery() throws Exception {
    JsonNode problem =
        problem(serving.get(USER + "?filter=" + encoded("year >= ")), 422, "invalid_filter");
    JsonNode fault = problem.get("errors").get(0);
    assertThat(fault.get("parameter").textValue()).isEqualTo("filter");
    assertThat(fault.get("position")).hasToString("{\"offset\":8,\"line\":1,\"column\":9}");
    assertThat(fault.get("expected")).hasSize(4);
  }

  @Test
  void namesTheFaultsOfFiltersInTheBody() throws Exception {
    String body =
        "{\"filter\":\"a = \",\"boost\":[{\"filter\":\"b\",\"weight\":1}],\"limit\":5000}";
    JsonNode problem = problem(serving.post(POST, body), 422, "invalid_request");
    assertThat(problem.get("errors").findValuesAsText("pointer"))
        .contains("/filter", "/boost/0/filter", "/limit");
  }

  @Test
  void boostsAddToTheScores() throws Exception {
    JsonNode plain = json(serving.post(POST, "{\"user_id\":\"u9\",\"limit\":40}"));
    JsonNode boosted =
        json(
            serving.post(
                POST,
                """
                {"user_id":"u9","limit":40,"boost":[
                  {"filter":"year >= 2030","weight":100},{"item_id":"i40","weight":50.5}]}
                """));
    assertThat(boosted.get("items").get(0).get("item_id").textValue()).isEqualTo("i40");
    assertThat(score(boosted, "i40")).isCloseTo(score(plain, "i40") + 150.5, within(1e-3));
    assertThat(ids(boosted)).containsExactlyInAnyOrderElementsOf(ids(plain));
  }

  @Test
  void leavesOutWhatIsNotRelevant() throws Exception {
    JsonNode items =
        json(serving.post(POST, "{\"user_id\":\"u9\",\"limit\":48,\"min_relevance\":0.5}"))
            .get("items");
    assertThat(items.size()).isBetween(1, 30);
    for (JsonNode item : items) {
      double relevance = 1 / (1 + Math.exp(-(0.5 * item.get("score").doubleValue() - 6)));
      assertThat(item.get("relevance").doubleValue())
          .isCloseTo(relevance, within(1e-6))
          .isGreaterThanOrEqualTo(0.5);
    }
  }

  @Test
  void explainsScores() throws Exception {
    JsonNode answer =
        json(
            serving.post(
                POST, "{\"user_id\":\"u9\",\"session\":[{\"item_id\":\"i1\"}],\"explain\":true}"));
    for (JsonNode item : answer.get("items")) {
      double sum = 0;
      for (JsonNode part : item.get("parts")) {
        sum += part.doubleValue();
      }
      for (JsonNode reason : item.get("because")) {
        sum += reason.get("weight").doubleValue();
      }
      assertThat(sum).isCloseTo(item.get("score").doubleValue(), within(1e-4));
      assertThat(item.get("because").findValuesAsText("item_id")).contains("i1");
    }
  }

  @Test
  void exploredAnswersSayHowProbableTheyWere() throws Exception {
    JsonNode answer = json(serving.post(POST, "{\"user_id\":\"u9\",\"explore\":0.5,\"limit\":30}"));
    JsonNode exploration = answer.get("exploration");
    assertThat(exploration.get("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(exploration.get("pool_size").intValue()).isEqualTo(20);
    assertThat(exploration.get("seed").isIntegralNumber()).isTrue();
    int certain = 0;
    for (JsonNode item : answer.get("items")) {
      assertThat(item.get("propensity").doubleValue()).isBetween(0.0, 1.0);
      certain += item.get("propensity").doubleValue() == 1 ? 1 : 0;
    }
    // the last of the pool, and the ten behind it
    assertThat(certain).isEqualTo(11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"diversity\":0.7}", "{\"explore\":1}", "{\"filter\":\"year>0\"}"})
  void pagesJoinWithoutRepeats(String body) throws Exception {
    List<String> pages = new ArrayList<>();
    ObjectNode request = (ObjectNode) Json.read(body.getBytes(StandardCharsets.UTF_8));
    request.put("user_id", "u4").put("exclude_seen", false).put("limit", 9);
    JsonNode answer = json(serving.post(POST, request.toString()));
    pages.addAll(ids(answer));
    while (!answer.get("next").isNull()) {
      request.put("next", answer.get("next").textValue());
      request.put("limit", 1 + pages.size() % 11);
      answer = json(serving.post(POST, request.toString()));
      pages.addAll(ids(answer));
    }
    assertThat(pages).hasSize(42).doesNotHaveDuplicates();
  }

  @Test
  void pagesOfListsJoin() throws Exception {
    for (String path :
        List.of("/v1/popular?limit=20", "/v1/items/i1/similar?limit=20", USER + "?limit=20")) {
      JsonNode first = json(serving.get(path));
      JsonNode second = json(serving.get(path + "&next=" + first.get("next").textValue()));
      assertThat(ids(second)).isNotEmpty().doesNotContainAnyElementsOf(ids(first));
      JsonNode offset = json(serving.get(path + "&offset=20"));
      assertThat(ids(second)).isEqualTo(ids(offset));
    }
  }

  @Test
  void refusesCursorsThatAreNotOfThisList() throws Exception {
    String next = json(serving.get(USER + "?limit=5")).get("next").textValue();
    problem(serving.get("/v1/users/u8/recommendations?next=" + next), 400, "invalid_cursor");
    problem(serving.get("/v1/popular?next=" + next), 400, "invalid_cursor");
    problem(serving.get(USER + "?explain=true&next=" + next), 400, "invalid_cursor");
    problem(serving.get(USER + "?offset=1&next=" + next), 422, "invalid_request");
    for (String other : List.of("", "x", next + "A", next.substring(1), "%20", "A".repeat(500))) {
      problem(serving.get(USER + "?next=" + other), 400, "invalid_cursor");
    }
    for (int at = 0; at < next.length(); at++) {
      char other = next.charAt(at) == 'A' ? 'B' : 'A';
      String altered = next.substring(0, at) + other + next.substring(at + 1);
      problem(serving.get(USER + "?next=" + altered), 400, "invalid_cursor");
    }
  }

  @Test
  void tellsWhatIsKnownOfAnItem() throws Exception {
    JsonNode item = json(serving.get("/v1/items/i5"));
    assertThat(item.get("title").textValue()).isEqualTo("Title 5");
    assertThat(item.get("attributes")).hasToString("{\"year\":1995}");
    assertThat(item.get("available").booleanValue()).isTrue();
    assertThat(item.get("ranked").booleanValue()).isTrue();
    assertThat(item.get("popularity").doubleValue()).isPositive();
    assertThat(item.get("model").get("version").textValue()).isEqualTo("2");
    assertThat(json(serving.get("/v1/items/i7")).get("available").booleanValue()).isFalse();
    problem(serving.get("/v1/items/nothing"), 404, "unknown_item");
    problem(serving.get("/v1/items/nothing/similar"), 404, "unknown_item");
  }

  @Test
  void similarItemsLeaveOutTheItemAndWhatIsHidden() throws Exception {
    List<String> ids = ids(json(serving.get("/v1/items/i5/similar?limit=100")));
    assertThat(ids).hasSize(41).doesNotContain("i5", "i7");
  }

  @Test
  void ranksCandidatesAndNamesTheRest() throws Exception {
    JsonNode answer =
        json(
            serving.post(
                "/v1/rank",
                """
                {"user_id":"u9","items":["i3","i7","none","i1","i3","i20"],"explain":true,
                 "boost":[{"item_id":"i20","weight":-900}]}
                """));
    assertThat(ids(answer)).containsExactlyInAnyOrder("i3", "i1", "i20").endsWith("i20");
    assertThat(answer.get("unknown")).hasToString("[\"none\"]");
    assertThat(answer.get("unavailable")).hasToString("[\"i7\"]");
    assertThat(answer.get("fallback").isNull()).isTrue();
    assertThat(answer.get("items").get(2).get("parts").get("boost").doubleValue()).isEqualTo(-900);
    JsonNode nobody = json(serving.post("/v1/rank", "{\"items\":[\"none\"]}"));
    assertThat(nobody.get("items")).isEmpty();
    assertThat(nobody.get("fallback").textValue()).isEqualTo("unknown_user");
  }

  @Test
  void batchesAnswerEachRequestInItsPlace() throws Exception {
    JsonNode responses =
        json(serving.post(
                POST + "/batch",
                """
                {"requests":[{"user_id":"u9","limit":3},{"limit":0},{"filter":"x"},
                  {"session":[{"item_id":"i1"}]},7,{"user_id":"stranger"}]}
                """))
            .get("responses");
    assertThat(responses).hasSize(6);
    JsonNode alone = json(serving.get(USER + "?limit=3"));
    assertThat(responses.get(0).get("items")).isEqualTo(alone.get("items"));
    assertThat(responses.get(1).get("code").textValue()).isEqualTo("invalid_request");
    assertThat(responses.get(1).get("errors").get(0).get("pointer").textValue())
        .isEqualTo("/requests/1/limit");
    assertThat(responses.get(2).get("code").textValue()).isEqualTo("invalid_filter");
    assertThat(responses.get(3).get("fallback").isNull()).isTrue();
    assertThat(responses.get(4).get("status").intValue()).isEqualTo(422);
    assertThat(responses.get(5).get("fallback").textValue()).isEqualTo("unknown_user");
    assertThat(json(serving.post(POST + "/batch", "{\"requests\":[]}")).get("responses")).isEmpty();
    String many = "{}" + ",{}".repeat(8);
    problem(serving.post(POST + "/batch", "{\"requests\":[" + many + "]}"), 422, "invalid_request");
    problem(serving.post(POST + "/batch", "{}"), 422, "invalid_request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"diversity\":1.1}|/diversity",
        "{\"explore\":\"x\"}|/explore",
        "{\"min_relevance\":-1}|/min_relevance",
        "{\"explain\":1}|/explain",
        "{\"filter\":7}|/filter",
        "{\"boost\":{}}|/boost",
        "{\"boost\":[7]}|/boost/0",
        "{\"boost\":[{\"weight\":1}]}|/boost/0",
        "{\"boost\":[{\"item_id\":\"a\"}]}|/boost/0/weight",
        "{\"boost\":[{\"item_id\":\"a\",\"filter\":\"b=1\",\"weight\":1}]}|/boost/0",
        "{\"boost\":[{\"item_id\":\"a\",\"weight\":1001}]}|/boost/0/weight",
        "{\"boost\":[{\"filter\":null,\"weight\":1}]}|/boost/0/filter",
        "{\"next\":7}|/next",
      })
  void refusesFieldByPointer(String body, String pointer) throws Exception {
    JsonNode problem = problem(serving.post(POST, body), 422, "invalid_request");
    assertThat(problem.get("errors").findValuesAsText("pointer")).contains(pointer);
  }

  private static double score(JsonNode answer, String id) {
    for (JsonNode item : answer.get("items")) {
      if (item.get("item_id").textValue().equals(id)) {
        return item.get("score").doubleValue();
      }
    }
    throw new AssertionError(id + " is not in " + answer);
  }

  private static List<String> ids(JsonNode answer) {
    assertThat(answer.has("items")).as(answer.toString()).isTrue();
    List<String> ids = new ArrayList<>();
    answer.get("items").forEach(item -> ids.add(item.get("item_id").textValue()));
    return ids;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode problem(HttpResponse<String> response, int status, String code)
      throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(json(response).get("code").textValue()).as(response.body()).isEqualTo(code);
    return json(response);
  }
}
