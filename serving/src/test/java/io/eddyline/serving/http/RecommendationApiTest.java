package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static io.eddyline.serving.http.GoldenAnswers.encoded;
import static io.eddyline.serving.http.GoldenAnswers.ids;
import static io.eddyline.serving.http.GoldenAnswers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of recommendations: filters, boosts, relevance, reasons, exploration, batches. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommendationApiTest {
  private static final String USER = "/v1/users/u9/recommendations";
  private static final String POST = "/v1/recommendations";

  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    serving = GoldenAnswers.start(root);
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
}
