package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before the first model, with the empty one, and while versions change under load. */
class ServingStatesTest {
  private static final String USER = "/v1/users/u9/recommendations?limit=6";

  @TempDir Path root;

  @Test
  void isAliveButNotReadyBeforeTheFirstModel() throws Exception {
    try (RunningServing serving = RunningServing.start(new GoldenStore(root))) {
      assertThat(serving.get("/healthz/live").statusCode()).isEqualTo(200);
      for (String path : List.of("/healthz/ready", USER, "/v1/popular")) {
        var response = serving.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        assertThat(json(response).get("code").textValue()).isEqualTo("not_ready");
      }
      assertThat(json(serving.get("/v1/models")).get("versions")).isEmpty();
    }
  }

  @Test
  void answersNothingFromTheEmptyModelAndSaysSo() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, GoldenStore.EMPTY);
    try (RunningServing serving = RunningServing.start(golden).awaitVersion(1)) {
      assertThat(serving.get("/healthz/ready").statusCode()).isEqualTo(200);
      for (String path : List.of(USER, "/v1/popular")) {
        JsonNode answer = json(serving.get(path));
        assertThat(answer.get("items")).isEmpty();
        assertThat(answer.get("fallback").textValue()).isEqualTo("no_model");
        assertThat(answer.get("model").get("version").textValue()).isEqualTo("1");
      }
    }
  }

  @Test
  void swapsUnderLoadWithoutFailureEachAnswerFromOneVersion() throws Exception {
    int lastVersion = 32;
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    AtomicBoolean running = new AtomicBoolean(true);
    Map<Long, JsonNode> itemsByParity = new ConcurrentHashMap<>();
    try (RunningServing serving = RunningServing.start(golden).awaitVersion(2);
        var threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<String>>> clients = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        clients.add(threads.submit(() -> ask(serving, running, itemsByParity)));
      }
      try {
        for (int version = 3; version <= lastVersion; version++) {
          golden.put(version, 2 + version % 2);
          serving.announce(version);
          serving.awaitVersion(version);
        }
      } finally {
        running.set(false);
      }
      for (Future<List<String>> client : clients) {
        assertThat(client.get()).isEmpty();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(serving.get("/metrics").body())
                      .contains("eddyline_serving_model_loads_total 31.0")
                      .contains("eddyline_serving_model_closes_total 30.0")
                      .contains("eddyline_serving_model_loaded 1.0"));
      assertThat(itemsByParity).hasSize(2);
      assertThat(itemsByParity.get(0L)).isNotEqualTo(itemsByParity.get(1L));
    }
  }

  /** Asks until told to stop; what went wrong, in words. Golden rows alternate with versions. */
  private static List<String> ask(
      RunningServing serving, AtomicBoolean running, Map<Long, JsonNode> itemsByParity)
      throws Exception {
    List<String> failures = new ArrayList<>();
    while (running.get()) {
      var response = serving.get(USER);
      if (response.statusCode() != 200) {
        failures.add(response.statusCode() + " " + response.body());
        continue;
      }
      JsonNode answer = json(response);
      long version = answer.get("model").get("version").asLong();
      JsonNode before = itemsByParity.putIfAbsent(version % 2, answer.get("items"));
      if (before != null && !before.equals(answer.get("items"))) {
        failures.add("version " + version + " answered " + answer.get("items"));
      }
    }
    return failures;
  }
}
