package io.eddyline.serving.overlay.feed;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows over a real media driver, up to what an answer says. */
@SuppressWarnings("NullAway.Init") // set before each test
class OverlayFeedTest {
  private static final float[] VECTOR = {1, 0, 0, 0, 0, 0, 0, 0};

  @TempDir Path root;
  private AeronLink aeron;
  private RunningServing serving;
  private SimulatedLearner learner;

  @BeforeEach
  void start() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    aeron = AeronLink.open(AeronConfig.inProcess());
    serving = RunningServing.start(golden, aeron).awaitVersion(2);
    learner = new SimulatedLearner(aeron, DeltaChannels.ipc(AeronConfig.inProcess()), 9);
    learner.awaitReader();
  }

  @AfterEach
  void close() {
    learner.close();
    serving.close();
    aeron.close();
  }

  private JsonNode answer(long offset, int waitMs) throws Exception {
    String token = new EventToken(new TreeMap<>(Map.of(0, offset))).encode();
    return json(
        serving.get(
            "/v1/users/u9/recommendations?limit=48&wait_ms=%d&after=%s".formatted(waitMs, token)));
  }

  private boolean isSatisfied(long offset) throws Exception {
    return answer(offset, 0).get("applied").get("satisfied").booleanValue();
  }

  private static List<String> items(JsonNode answer) {
    return answer.get("items").findValuesAsText("item_id");
  }

  private void commit(long epoch, long input, long offset) {
    serving.rows().progress(true, 0, epoch, input, Map.of(0, offset), 0);
  }

  @Test
  void clickOfTheStreamIsInTheNextAnswer() throws Exception {
    learner.begin(9, -1);
    learner.watermark(-1, Map.of());
    learner.user("u9", 1, 5, VECTOR, List.of("i0", "i1"));
    learner.watermark(5, Map.of(0, 50L));
    await().until(() -> isSatisfied(50));
    assertThat(items(answer(50, 0))).isNotEmpty().doesNotContain("i0", "i1");
    assertThat(serving.get("/metrics").body())
        .contains("eddyline_serving_freshness_seconds_count{leg=\"cleaning\"} 1")
        .contains("eddyline_serving_freshness_seconds_sum{leg=\"training\"} 0.1")
        .contains("eddyline_serving_freshness_seconds_count{leg=\"total\"} 1");
  }

  @Test
  void watermarkBehindAGapIsBelievedWhenTheLogCoversIt() throws Exception {
    learner.begin(9, -1);
    learner.watermark(-1, Map.of());
    learner.watermark(3, Map.of(0, 43L));
    await().until(() -> isSatisfied(43));
    learner.lose();
    learner.watermark(8, Map.of(0, 50L));
    learner.watermark(9, Map.of(0, 51L));
    await().until(() -> serving.get("/metrics").body().contains("gaps_total{side=\"user\"} 1"));
    assertThat(isSatisfied(50)).isFalse();
    serving.rows().user(0, "u9", 9, 1, VECTOR, "i0");
    commit(9, 8, 50);
    await().until(() -> isSatisfied(51));
    assertThat(items(answer(51, 0))).doesNotContain("i0");
  }

  @Test
  void rowsOfAnAbortedTaskAreDropped() throws Exception {
    List<String> before = items(answer(41, 0));
    String best = before.getFirst();
    learner.begin(9, -1);
    learner.watermark(-1, Map.of());
    learner.user("u9", 1, 5, VECTOR, List.of(best));
    learner.watermark(5, Map.of(0, 50L));
    await().until(() -> isSatisfied(50));
    assertThat(items(answer(50, 0))).doesNotContain(best);
    learner.begin(10, -1);
    learner.watermark(-1, Map.of());
    await().until(() -> items(answer(41, 0)).equals(before));
    assertThat(isSatisfied(50)).isFalse();
  }

  @Test
  void rowsComeFromTheLogWhenTheLearnerIsGone() throws Exception {
    learner.begin(9, -1);
    learner.watermark(-1, Map.of());
    learner.watermark(3, Map.of(0, 43L));
    await().until(() -> isSatisfied(43));
    learner.close();
    serving.rows().user(0, "u9", 9, 1, VECTOR, "i0");
    commit(9, 6, 60);
    await().until(() -> isSatisfied(60));
    assertThat(items(answer(60, 0))).doesNotContain("i0");
    assertThat(serving.get("/metrics").body())
        .contains("eddyline_serving_freshness_seconds_count{leg=\"log\"} 1")
        .contains("eddyline_serving_freshness_seconds_count{leg=\"total\"} 0");
  }
}
