package io.eddyline.serving.overlay.feed;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RowTopics;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that takes over is answered with rows of its own, and the other one's go. */
@SuppressWarnings("NullAway.Init") // set before each test
class OverlayFeedsTest {
  private static final float[] VECTOR = {1, 0, 0, 0, 0, 0, 0, 0};
  private static final String NEXT = "next";
  private static final long NEXT_VERSION = 7;

  @TempDir Path root;
  private GoldenStore golden;
  private AeronLink aeron;
  private RunningServing serving;
  private RowTopics rowsOfNext;

  @BeforeEach
  void start() throws Exception {
    golden = new GoldenStore(root);
    golden.put(NEXT, NEXT_VERSION, 2);
    aeron = AeronLink.open(AeronConfig.inProcess());
    serving = RunningServing.start(golden, aeron);
    rowsOfNext = serving.rows().of(NEXT);
  }

  @AfterEach
  void close() {
    serving.close();
    aeron.close();
  }

  /** Serves the other model; answers what it recommends, which both models' versions do alike. */
  private List<String> serveMainFirst() throws Exception {
    golden.put(2, 2);
    serving.announce(2);
    serving.awaitVersion(2);
    return items(answer(41, 0));
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

  private static void commit(RowTopics rows, long updates, long offset, String... history) {
    rows.user(0, "u9", 5, updates, VECTOR, history);
    rows.progress(true, 0, 5, updates, Map.of(0, offset), 0);
    rows.progress(false, 0, 5, updates, Map.of(), 0);
  }

  private boolean holds(int users) throws Exception {
    return serving
        .get("/metrics")
        .body()
        .contains("eddyline_serving_overlay_rows{side=\"user\"} %d.0".formatted(users));
  }

  @Test
  void firstAnswerOfTheModelThatTakesOverHasItsRows() throws Exception {
    String best = serveMainFirst().getFirst();
    commit(rowsOfNext, 1, 60, best);
    assertThat(isSatisfied(60)).isFalse();

    serving.order(NEXT);
    serving.awaitVersion(NEXT_VERSION);

    JsonNode answer = answer(60, 0);
    assertThat(answer.get("applied").get("satisfied").booleanValue()).isTrue();
    assertThat(items(answer)).isNotEmpty().doesNotContain(best);
  }

  @Test
  void streamOfTheModelThatTakesOverIsHeardAndTheOtherOneIsNot() throws Exception {
    List<String> before = serveMainFirst();
    String best = before.getFirst();
    String second = before.get(1);
    try (SimulatedLearner main = SimulatedLearner.of("main", aeron, 9);
        SimulatedLearner next = SimulatedLearner.of(NEXT, aeron, 9)) {
      main.awaitReader();
      main.begin(9, -1);
      main.watermark(-1, Map.of());
      main.user("u9", 1, 5, VECTOR, List.of(best));
      main.watermark(5, Map.of(0, 50L));
      await().until(() -> isSatisfied(50));
      assertThat(items(answer(50, 0))).doesNotContain(best);

      serving.order(NEXT);
      serving.awaitVersion(NEXT_VERSION);
      assertThat(isSatisfied(50)).isFalse();
      assertThat(items(answer(50, 0))).contains(best);
      await().until(() -> holds(0));

      next.awaitReader();
      next.begin(9, -1);
      next.watermark(-1, Map.of());
      next.user("u9", 1, 5, VECTOR, List.of(second));
      next.watermark(5, Map.of(0, 70L));
      await().until(() -> isSatisfied(70));
      assertThat(items(answer(70, 0))).contains(best).doesNotContain(second);
      assertThat(holds(1)).isTrue();
    }
  }

  @Test
  void modelThatIsServedAgainHasItsRowsAgain() throws Exception {
    List<String> before = serveMainFirst();
    commit(serving.rows(), 1, 60, before.getFirst());
    await().until(() -> isSatisfied(60));
    serving.order(NEXT);
    serving.awaitVersion(NEXT_VERSION);
    await().until(() -> holds(0));
    commit(serving.rows(), 2, 61, before.getFirst(), before.get(1));

    serving.order(null);
    serving.awaitVersion(2);

    assertThat(isSatisfied(61)).isTrue();
    assertThat(items(answer(61, 0))).doesNotContain(before.getFirst(), before.get(1));
  }

  @Test
  void processThatBeginsWithAnOrderedModelBecomesReady() throws Exception {
    serving.order(NEXT);
    serving.awaitVersion(NEXT_VERSION);

    await().until(() -> serving.get("/healthz/ready").statusCode() == 200);
    commit(rowsOfNext, 1, 60, "i0");
    await().until(() -> isSatisfied(60));
  }
}
