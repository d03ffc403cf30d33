package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator orders over HTTP. */
@SuppressWarnings("NullAway.Init") // set before each test
class VersionOrdersApiTest {
  private static final String WAIT = "?wait_ms=20000";

  @TempDir Path root;
  private GoldenStore golden;
  private RunningServing serving;

  @BeforeEach
  void start() throws Exception {
    golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2 + (int) (version % 2));
    }
    GoldenStore.editManifest(
        golden.put(5, 2),
        manifest -> {
          manifest.putObject("gate").put("passed", false).putArray("checks");
        });
    GoldenStore.editManifest(golden.put(6, 3), manifest -> manifest.put("dimension", 9));
    serving = RunningServing.start(golden).awaitVersion(4);
  }

  @AfterEach
  void close() {
    serving.close();
  }

  @Test
  void activatesPinsAndUnpins() throws Exception {
    JsonNode activated = ordered("POST", "/v1/models/2/activate" + WAIT, "");
    assertThat(activated.toString())
        .isEqualTo("{\"model\":\"main\",\"order\":\"activate\",\"version\":\"2\",\"obeyed\":true}");
    assertThat(state("2")).isEqualTo("active");
    ordered("POST", "/v1/models/3/pin" + WAIT + "&reason=compared+by+hand", "");
    assertThat(state("3")).isEqualTo("pinned");
    assertThat(models().at("/orders/pin/version").textValue()).isEqualTo("3");
    assertThat(models().at("/orders/activate/version").textValue()).isEqualTo("2");
    ordered("DELETE", "/v1/models/pin" + WAIT, "");
    assertThat(state("2")).isEqualTo("active");
    golden.put(7, 2);
    serving.announce(7);
    serving.awaitVersion(7);
  }

  @Test
  void answers202WhenTheCallerDoesNotWait() throws Exception {
    HttpResponse<String> response = serving.call("POST", "/v1/models/3/pin", "");
    assertThat(response.statusCode()).isIn(200, 202);
    assertThat(json(response).get("obeyed").booleanValue()).isEqualTo(response.statusCode() == 200);
    await().until(() -> state("3").equals("pinned"));
  }

  @Test
  void anOrderForAVersionThatTurnsOutToBeDamagedIsNotObeyed() throws Exception {
    damage("3");
    for (String path : List.of("/v1/models/3/pin", "/v1/models/3/activate")) {
      HttpResponse<String> response = serving.call("POST", path + WAIT, "");
      assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
      assertThat(json(response).get("obeyed").booleanValue()).isFalse();
      damage("3", "others once more");
    }
    assertThat(state("4")).isEqualTo("active");
    assertThat(models().at("/orders/pin/state").textValue()).isEqualTo("available");
  }

  /** Writes other rows than those that the manifest has the digest of. */
  private void damage(String version, String... how) throws Exception {
    Path items = root.resolve("main").resolve(version).resolve(SnapshotFiles.ITEMS);
    byte[] rows = Files.readAllBytes(items);
    rows[how.length] ^= 1;
    Files.write(items, rows);
  }

  @Test
  void aShadowThatHasNoRoomIsOrderedAndNotObeyed() throws Exception {
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"3\",\"share\":0.5}");
    HttpResponse<String> response =
        serving.call("PUT", "/v1/models/shadow?wait_ms=100", "{\"version\":\"2\",\"sample\":1}");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(json(response).get("obeyed").booleanValue()).isFalse();
    ordered("PUT", "/v1/models/shadow" + WAIT, "{\"version\":\"3\",\"sample\":1}");
  }

  @Test
  void aCanaryIsStickyNamedInTheAnswerAndInItsId() throws Exception {
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"3\",\"share\":0.5}");
    assertThat(models().at("/orders/canary/salt").textValue()).isEqualTo("3");
    int canaries = 0;
    for (int user = 0; user < 40; user++) {
      String path = "/v1/users/u" + user + "/recommendations";
      JsonNode first = json(serving.get(path)).get("model");
      assertThat(json(serving.get(path)).get("model")).isEqualTo(first);
      boolean canary = first.get("arm").textValue().equals("canary");
      assertThat(first.get("version").textValue()).isEqualTo(canary ? "3" : "4");
      canaries += canary ? 1 : 0;
    }
    assertThat(canaries).isBetween(1, 39);
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"3\",\"share\":1,\"salt\":\"s\"}");
    JsonNode answer = json(serving.get("/v1/users/u9/recommendations"));
    RecommendationId id = RecommendationId.decode(answer.get("recommendation_id").textValue());
    assertThat(id.arm()).isEqualTo(Arm.CANARY);
    assertThat(id.version()).isEqualTo(3);
    assertThat(id.model()).isEqualTo("main");
    assertThat(serving.get("/metrics").body())
        .contains(
            "eddyline_serving_recommendations_total{arm=\"canary\",model=\"main\",version=\"3\"}");
  }

  @Test
  void anAnonymousSessionStaysInItsArmByNameOrByItsOldestItem() throws Exception {
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"3\",\"share\":0.5}");
    for (int session = 0; session < 10; session++) {
      String named = "\"session_id\":\"s" + session + "\",";
      assertThat(arm("{" + named + "\"session\":[{\"item_id\":\"i1\"}]}"))
          .isEqualTo(arm("{" + named + "\"session\":[{\"item_id\":\"i2\"}]}"));
      String oldest = "{\"session\":[{\"item_id\":\"i" + session + "\"}";
      assertThat(arm(oldest + "]}")).isEqualTo(arm(oldest + ",{\"item_id\":\"i20\"}]}"));
    }
    assertThat(arm("{}")).isEqualTo("active");
  }

  @Test
  void promotesAndWithdrawsInOneCall() throws Exception {
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"2\",\"share\":0.5}");
    ordered("DELETE", "/v1/models/canary" + WAIT, "");
    assertThat(state("2")).isEqualTo("available");
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":\"2\",\"share\":0.5}");
    ordered("POST", "/v1/models/canary/promote" + WAIT, "");
    assertThat(state("2")).isEqualTo("active");
    assertThat(models().get("orders").has("canary")).isFalse();
    ordered("POST", "/v1/models/4/pin" + WAIT, "");
    ordered("PUT", "/v1/models/canary" + WAIT, "{\"version\":3,\"share\":0.5}");
    ordered("POST", "/v1/models/canary/promote" + WAIT, "");
    assertThat(state("3")).isEqualTo("pinned");
  }

  @Test
  void comparesAShadowWithWhatIsShown() throws Exception {
    ordered("PUT", "/v1/models/shadow" + WAIT, "{\"version\":\"2\",\"sample\":1}");
    assertThat(state("2")).isEqualTo("shadow");
    for (int user = 0; user < 10; user++) {
      JsonNode answer = json(serving.get("/v1/users/u" + user + "/recommendations"));
      assertThat(answer.at("/model/version").textValue()).isEqualTo("4");
    }
    await()
        .untilAsserted(
            () ->
                assertThat(serving.get("/metrics").body())
                    .contains("eddyline_serving_shadow_answers_total{outcome=\"compared\"} 10.0")
                    // versions 2 and 4 are made of the same rows
                    .contains("eddyline_serving_shadow_overlap_sum 10.0"));
    ordered("DELETE", "/v1/models/shadow" + WAIT, "");
    assertThat(state("2")).isEqualTo("available");
  }

  @Test
  void forceServesWhatAGateAdvisesAgainstAndNothingUnsound() throws Exception {
    problem("POST", "/v1/models/5/activate", "", 409, "refused_version");
    ordered("POST", "/v1/models/5/activate" + WAIT + "&force=true", "");
    assertThat(state("5")).isEqualTo("active");
    problem("POST", "/v1/models/6/pin?force=true", "", 422, "unsound_version");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "POST, /v1/models/99/activate, ``, 404, unknown_version",
        "POST, /v1/models/99/pin, ``, 404, unknown_version",
        "DELETE, /v1/models/pin, ``, 404, nothing_ordered",
        "DELETE, /v1/models/canary, ``, 404, nothing_ordered",
        "DELETE, /v1/models/shadow, ``, 404, nothing_ordered",
        "DELETE, /v1/models/retention, ``, 404, nothing_ordered",
        "POST, /v1/models/canary/promote, ``, 404, nothing_ordered",
        "POST, /v1/models/0/pin, ``, 422, invalid_request",
        "POST, /v1/models/x/pin, ``, 422, invalid_request",
        "POST, /v1/models/3/pin?wait_ms=-1, ``, 422, invalid_request",
        "POST, /v1/models/3/pin?other=1, ``, 422, invalid_request",
        "PUT, /v1/models/canary, `{\"version\":\"3\"}`, 422, invalid_request",
        "PUT, /v1/models/canary, `{\"version\":\"3\",\"share\":1.5}`, 422, invalid_request",
        "PUT, /v1/models/canary, `{\"share\":0.5}`, 422, invalid_request",
        "PUT, /v1/models/canary, `{\"version\":3,\"share\":1,\"x\":1}`, 422, invalid_request",
        "PUT, /v1/models/canary, `[]`, 422, invalid_request",
        "PUT, /v1/models/canary, `{`, 400, unreadable",
        "PUT, /v1/models/shadow, `{\"version\":3,\"sample\":-1}`, 422, invalid_request",
        "PUT, /v1/models/retention, `{\"keep\":1}`, 422, invalid_request",
      })
  void saysWhatIsWrongWithAnOrder(String method, String path, String body, int status, String code)
      throws Exception {
    problem(method, path, body, status, code);
  }

  @Test
  void answers503WhileKafkaIsAwayAndServesOn() throws Exception {
    serving.topics().broker(true);
    HttpResponse<String> response =
        problem("POST", "/v1/models/3/pin", "", 503, "kafka_unavailable");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
    assertThat(serving.get("/v1/users/u9/recommendations").statusCode()).isEqualTo(200);
    serving.topics().broker(false);
    ordered("POST", "/v1/models/3/pin" + WAIT, "");
    assertThat(state("3")).isEqualTo("pinned");
  }

  @Test
  void keepsARetentionAmongTheOrders() throws Exception {
    ordered("PUT", "/v1/models/retention" + WAIT, "{\"keep\":20}");
    assertThat(models().at("/orders/retention/keep").intValue()).isEqualTo(20);
    ordered("DELETE", "/v1/models/retention" + WAIT, "");
    assertThat(models().get("orders").has("retention")).isFalse();
  }

  private JsonNode ordered(String method, String path, String body) throws Exception {
    HttpResponse<String> response = serving.call(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  private HttpResponse<String> problem(
      String method, String path, String body, int status, String code) throws Exception {
    HttpResponse<String> response = serving.call(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).get("code").textValue()).isEqualTo(code);
    return response;
  }

  private String arm(String body) throws Exception {
    return json(serving.post("/v1/recommendations", body)).at("/model/arm").textValue();
  }

  private JsonNode models() throws Exception {
    return json(serving.get("/v1/models"));
  }

  private String state(String version) throws Exception {
    for (JsonNode each : models().get("versions")) {
      if (each.get("version").textValue().equals(version)) {
        return each.get("state").textValue();
      }
    }
    return "unknown";
  }
}
