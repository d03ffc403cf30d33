package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static io.eddyline.serving.http.GoldenAnswers.ids;
import static io.eddyline.serving.http.GoldenAnswers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is known of items, what is like them, and candidates of the caller. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemsApiTest {
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
}
