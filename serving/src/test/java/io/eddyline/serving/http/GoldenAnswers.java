package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers of serving over the golden version, and what tests read in them. Stateless. */
final class GoldenAnswers {
  private GoldenAnswers() {}

  /**
   * Serves the golden version with a calibration: forty-eight items of the years 1990 to 2037,
   * every eighth hidden.
   */
  static RunningServing start(Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    GoldenStore.editManifest(
        golden.put(2, 2),
        manifest -> manifest.putObject("calibration").put("slope", 0.5).put("intercept", -6));
    return RunningServing.start(golden).awaitVersion(2);
  }

  static List<String> ids(JsonNode answer) {
    assertThat(answer.has("items")).as(answer.toString()).isTrue();
    List<String> ids = new ArrayList<>();
    answer.get("items").forEach(item -> ids.add(item.get("item_id").textValue()));
    return ids;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static JsonNode problem(HttpResponse<String> response, int status, String code) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(json(response).get("code").textValue()).as(response.body()).isEqualTo(code);
    return json(response);
  }
}
