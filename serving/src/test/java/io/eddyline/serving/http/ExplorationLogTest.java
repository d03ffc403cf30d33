package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ExplorationLogTest {
  @Test
  void aLineSaysWhatWasShownAndHowProbably(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    Logger log = (Logger) LoggerFactory.getLogger("eddyline.exploration");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (RunningServing serving = RunningServing.start(golden).awaitVersion(2)) {
      assertThat(serving.get("/v1/users/u9/recommendations").statusCode()).isEqualTo(200);
      JsonNode answer = json(serving.get("/v1/users/u9/recommendations?explore=1&limit=4"));
      assertThat(lines.list).hasSize(1);
      JsonNode line = new ObjectMapper().readTree(lines.list.getFirst().getFormattedMessage());
      assertThat(line.get("recommendation_id")).isEqualTo(answer.get("recommendation_id"));
      assertThat(line.get("version").textValue()).isEqualTo("2");
      assertThat(line.get("seed")).isEqualTo(answer.get("exploration").get("seed"));
      assertThat(line.get("items").findValuesAsText("item_id"))
          .isEqualTo(answer.get("items").findValuesAsText("item_id"))
          .hasSize(4);
      assertThat(line.get("items").findValuesAsText("propensity"))
          .isEqualTo(answer.get("items").findValuesAsText("propensity"));
      assertThat(line.toString()).doesNotContain("u9");
    } finally {
      log.detachAppender(lines);
    }
  }
}
