package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Somebody who clicks, and asks with the token that he got for it. */
final class OwnClicks {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  /** The token of a click. */
  String click(Tier ingest, String user, String item) throws Exception {
    return post(
        ingest,
        """
        {"user_id": "%s", "item_id": "%s", "type": "click"}\
        """
            .formatted(user, item));
  }

  /** The token of a click with an id of its own, which cleaning takes once. */
  String click(Tier ingest, String event, String user, String item) throws Exception {
    return post(
        ingest,
        """
        {"event_id": "%s", "user_id": "%s", "item_id": "%s", "type": "click"}\
        """
            .formatted(event, user, item));
  }

  private String post(Tier ingest, String event) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(ingest.url().resolve("/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JSON.readTree(answer.body()).path("token").asText();
  }

  /** Asks until an answer has the token's events. */
  void awaitApplied(Tier serving, String user, String token) {
    await()
        .atMost(PATIENCE)
        .until(() -> list(serving, user, token).at("/applied/satisfied").asBoolean());
  }

  /** The ids in a user's list. */
  String items(Tier serving, String user) throws IOException {
    return list(serving, user, "").path("items").findValuesAsText("item_id").toString();
  }

  /** A user's list; without a token it waits for nothing. */
  JsonNode list(Tier serving, String user, String token) throws IOException {
    String after = token.isEmpty() ? "" : "?wait_ms=1000&after=" + token;
    HttpResponse<String> answer = serving.get("/v1/users/" + user + "/recommendations" + after);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
