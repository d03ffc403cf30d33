package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients read what they wrote: tokens of ingest in requests for recommendations. */
@SuppressWarnings("NullAway.Init") // set before each test
class OwnEventsApiTest {
  private static final String USER = "/v1/users/u9/recommendations?limit=48";
  private static final String LONG_WAIT = "&wait_ms=" + RunningServing.MAX_WAIT_MS;
  private static final float[] VECTOR = new float[8];

  @TempDir Path root;
  private RunningServing serving;

  @BeforeEach
  void start() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterEach
  void close() {
    serving.close();
  }

  private static String token(int partition, long offset) {
    return new EventToken(new TreeMap<>(Map.of(partition, offset))).encode();
  }

  private boolean isSatisfied(String query) throws Exception {
    return json(serving.get(USER + query)).get("applied").get("satisfied").booleanValue();
  }

  @Test
  void isSatisfiedByTheSnapshot() throws Exception {
    assertThat(isSatisfied("&wait_ms=0&after=" + token(0, 41))).isTrue();
    assertThat(isSatisfied("&wait_ms=0&after=" + token(0, 42))).isFalse();
  }

  @Test
  void saysAfterTheWaitThatEventsAreMissing() throws Exception {
    assertThat(isSatisfied("&wait_ms=1&after=" + token(0, 42))).isFalse();
    assertThat(isSatisfied("&after=" + new EventToken(new TreeMap<>()).encode())).isTrue();
  }

  @Test
  void waitsForEventsThatTheLogBrings() throws Exception {
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              await().until(this::isSomeoneWaiting);
              serving.rows().user(0, "u9", 5, 1, VECTOR, "i0", "i1");
              serving.rows().progress(true, 0, 5, 7, Map.of(0, 43L), 0);
            },
            task -> Thread.ofVirtual().start(task));
    JsonNode answer = json(serving.get(USER + LONG_WAIT + "&after=" + token(0, 43)));
    assertThat(written).succeedsWithin(Duration.ofMinutes(1));
    assertThat(answer.get("applied").get("satisfied").booleanValue()).isTrue();
    assertThat(answer.get("items").findValuesAsText("item_id")).doesNotContain("i0", "i1");
  }

  private boolean isSomeoneWaiting() throws Exception {
    return serving.get("/metrics").body().contains("eddyline_serving_overlay_waiting 1.0");
  }

  @Test
  void takesTokensInBodiesAndBatches() throws Exception {
    String late = "{\"user_id\":\"u9\",\"wait_ms\":1,\"after\":\"%s\"}".formatted(token(0, 99));
    String held = "{\"user_id\":\"u9\",\"after\":\"%s\"}".formatted(token(0, 3));
    JsonNode single = json(serving.post("/v1/recommendations", late));
    assertThat(single.get("applied").get("satisfied").booleanValue()).isFalse();
    JsonNode batch =
        json(
            serving.post(
                "/v1/recommendations/batch",
                "{\"requests\":[%s,%s,{\"after\":\"x\"}]}".formatted(late, held)));
    List<JsonNode> responses = new ArrayList<>();
    batch.get("responses").forEach(responses::add);
    assertThat(responses.get(0).get("applied").get("satisfied").booleanValue()).isFalse();
    assertThat(responses.get(1).get("applied").get("satisfied").booleanValue()).isTrue();
    assertThat(responses.get(2).get("code").textValue()).isEqualTo("invalid_token");
  }

  @Test
  void refusesWhatIsNoTokenOfThisDeployment() throws Exception {
    assertProblem("&after=t", 400, "invalid_token");
    assertProblem("&after=", 400, "invalid_token");
    assertProblem("&after=" + token(1, 0), 400, "invalid_token");
    assertProblem("&wait_ms=-1", 422, "invalid_request");
    assertProblem("&wait_ms=" + (RunningServing.MAX_WAIT_MS + 1), 422, "invalid_request");
  }

  private void assertProblem(String query, int status, String code) throws Exception {
    HttpResponse<String> response = serving.get(USER + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).get("code").textValue()).isEqualTo(code);
  }

  @Test
  void answersWithoutWaitingWhenTooManyWait() throws Exception {
    String late = "{\"user_id\":\"u9\",\"wait_ms\":300,\"after\":\"%s\"}".formatted(token(0, 99));
    String requests = String.join(",", Collections.nCopies(8, late));
    JsonNode batch =
        json(serving.post("/v1/recommendations/batch", "{\"requests\":[%s]}".formatted(requests)));
    assertThat(batch.get("responses")).hasSize(8);
    assertThat(batch.findValuesAsText("satisfied")).hasSize(8).containsOnly("false");
  }

  @Test
  void lagIsTheAgeOfTheOldestMark() throws Exception {
    serving.rows().progress(true, 0, 5, 7, Map.of(0, 43L), 0);
    serving.rows().progress(false, 0, 5, 7, Map.of(), 0);
    await().until(() -> json(serving.get(USER)).get("applied").get("lag_ms").longValue() == 4_000);
  }

  @Test
  void removedUserIsUnknown() throws Exception {
    serving.rows().remove(true, 0, "u9");
    serving.rows().progress(true, 0, 5, 7, Map.of(0, 43L), 9);
    await().until(() -> "unknown_user".equals(json(serving.get(USER)).get("fallback").textValue()));
  }

  @Test
  void goesOnWhenTheBrokerIsBack() throws Exception {
    serving.rows().broker(true);
    serving.rows().progress(true, 0, 5, 7, Map.of(0, 50L), 0);
    assertThat(isSatisfied("&wait_ms=1&after=" + token(0, 50))).isFalse();
    serving.rows().broker(false);
    await().until(() -> isSatisfied("&wait_ms=0&after=" + token(0, 50)));
  }
}
