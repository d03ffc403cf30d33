package io.eddyline.k8s.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clicks that are in the next list without a new snapshot, between processes: changed rows go over
 * UDP.
 */
class OwnClicksTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FROM_STREAM =
      "eddyline_serving_overlay_rows_taken_total{source=\"stream\"}";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aClickIsInTheNextListAndAfterTheLearnerWasKilledToo() throws Exception {
    ClusterPlan plan =
        ClusterPlan.small(
                Map.of("eddyline.topics.user-partitions", "2"),
                Map.of("eddyline.topics.item-partitions", "2"),
                Map.of("eddyline.snapshots.interval", "1h"),
                Map.of("eddyline.learner.session-timeout-ms", "6000"))
            .withBrokers(1);
    try (EddylineCluster cluster = EddylineCluster.start(folder, folder.resolve("logs"), plan)) {
      Tier ingest = cluster.startIngest("ingest");
      Tier learner = cluster.startLearner("learner");
      Tier snapshots = cluster.startSnapshots("snapshots");
      Tier serving = cluster.startServing("serving");
      ingest.awaitReady();
      learner.awaitReady();
      snapshots.awaitReady();
      serving.awaitReady();
      String version =
          list(serving, "anna", click(ingest, "bob", "b")).at("/model/version").asText();

      awaitApplied(serving, "anna", click(ingest, "anna", "a"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(items(serving, "anna")).contains("b").doesNotContain("a"));
      assertThat(serving.metric(FROM_STREAM)).as("%s", cluster).isPositive();

      learner.process().kill();
      learner.restart();
      learner.awaitReady();
      awaitApplied(serving, "anna", click(ingest, "anna", "b"));

      assertThat(items(serving, "anna")).doesNotContain("a", "b");
      assertThat(list(serving, "anna", "").at("/model/version").asText()).isEqualTo(version);
    }
  }

  private void awaitApplied(Tier serving, String user, String token) {
    await()
        .atMost(PATIENCE)
        .until(() -> list(serving, user, token).at("/applied/satisfied").asBoolean());
  }

  private static String items(Tier serving, String user) throws IOException {
    return list(serving, user, "").path("items").findValuesAsText("item_id").toString();
  }

  private static JsonNode list(Tier serving, String user, String token) throws IOException {
    String after = token.isEmpty() ? "" : "?wait_ms=1000&after=" + token;
    HttpResponse<String> answer = serving.get("/v1/users/" + user + "/recommendations" + after);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** The token of a click. */
  private String click(Tier ingest, String user, String item) throws Exception {
    String event =
        """
        {"user_id": "%s", "item_id": "%s", "type": "click"}\
        """
            .formatted(user, item);
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
}
