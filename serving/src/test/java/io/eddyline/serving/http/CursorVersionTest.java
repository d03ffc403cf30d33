package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorVersionTest {
  @Test
  void listsEndWithTheVersionThatBeganThem(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    try (RunningServing serving = RunningServing.start(golden).awaitVersion(2)) {
      String path = "/v1/popular?limit=5&next=";
      String next = json(serving.get("/v1/popular?limit=5")).get("next").textValue();
      assertThat(serving.get(path + next).statusCode()).isEqualTo(200);
      golden.put(3, 3);
      serving.announce(3);
      serving.awaitVersion(3);
      var response = serving.get(path + next);
      assertThat(response.statusCode()).isEqualTo(410);
      assertThat(json(response).get("code").textValue()).isEqualTo("cursor_expired");
      String renewed = json(serving.get("/v1/popular?limit=5")).get("next").textValue();
      var answer = json(serving.get(path + renewed));
      assertThat(answer.get("model").get("version").textValue()).isEqualTo("3");
    }
  }
}
