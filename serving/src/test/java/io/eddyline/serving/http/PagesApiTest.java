package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static io.eddyline.serving.http.GoldenAnswers.ids;
import static io.eddyline.serving.http.GoldenAnswers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.serving.RunningServing;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a list, and the cursors that lead from one to the next. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesApiTest {
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
}
