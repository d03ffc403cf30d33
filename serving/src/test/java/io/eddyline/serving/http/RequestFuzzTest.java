package io.eddyline.serving.http;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody meant: each is answered, or refused with a problem of a known code. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestFuzzTest {
  private static final int REQUESTS = 250;
  private static final List<String> BODY_CALLS =
      List.of("/v1/recommendations", "/v1/recommendations/batch", "/v1/rank");
  private static final List<String> QUERY_CALLS =
      List.of(
          "/v1/users/u9/recommendations",
          "/v1/popular",
          "/v1/items/i1/similar",
          "/v1/items/i1",
          "/v1/items/%00/similar",
          "/v1/users/%F0%9F/recommendations");
  private static final List<String> NAMES =
      List.of(
          "user_id",
          "session_id",
          "session",
          "item_id",
          "weight",
          "limit",
          "offset",
          "next",
          "exclude",
          "exclude_seen",
          "filter",
          "boost",
          "diversity",
          "explore",
          "min_relevance",
          "explain",
          "items",
          "requests",
          "after",
          "wait_ms",
          "nonsense",
          "");
  private static final List<Object> SCALARS =
      List.of(
          "u9",
          "i1",
          "",
          "x".repeat(300),
          "year > 1995",
          "not has(year)",
          "a = ",
          "\u0000\uD83D",
          0,
          1,
          10,
          -1,
          0.5,
          1e300,
          99_999_999_999L,
          true,
          false);

  private final ObjectMapper mapper = new ObjectMapper();
  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterAll
  void close() {
    serving.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void answersOrRefusesAnyBody(long seed) throws Exception {
    Random random = new Random(seed);
    int answered = 0;
    for (int round = 0; round < REQUESTS; round++) {
      String path = pick(random, BODY_CALLS);
      byte[] body = body(random, path);
      HttpResponse<String> response =
          serving.send(
              serving
                  .request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build());
      String what =
          "seed %d round %d: %s %s"
              .formatted(seed, round, path, new String(body, StandardCharsets.UTF_8));
      requireSound(response, what);
      answered += response.statusCode() == 200 ? 1 : 0;
    }
    assertThat(answered).as("seed %d", seed).isBetween(REQUESTS / 20, REQUESTS - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void answersOrRefusesAnyQuery(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < REQUESTS; round++) {
      StringBuilder path = new StringBuilder(pick(random, QUERY_CALLS)).append('?');
      for (int parameters = random.nextInt(4); parameters > 0; parameters--) {
        path.append(encoded(random, pick(random, NAMES)))
            .append('=')
            .append(encoded(random, pick(random, SCALARS).toString()))
            .append(random.nextInt(8) == 0 ? "&&" : "&");
      }
      requireSound(
          serving.get(path.toString()), "seed %d round %d: %s".formatted(seed, round, path));
    }
  }

  private void requireSound(HttpResponse<String> response, String what) throws Exception {
    if (response.statusCode() == 200) {
      JsonNode answer = json(response);
      assertThat(answer.has("items") || answer.has("responses") || answer.has("item_id"))
          .as(what)
          .isTrue();
      return;
    }
    assertThat(response.statusCode())
        .as("%s -> %s", what, response.body())
        .isIn(400, 404, 413, 422, 501);
    assertThat(response.headers().firstValue("content-type"))
        .as(what)
        .hasValue("application/problem+json");
    assertThat(json(response).get("code").textValue())
        .as(what)
        .isIn(
            "unreadable",
            "not_found",
            "invalid_request",
            "invalid_filter",
            "invalid_cursor",
            "invalid_token",
            "unknown_item",
            "too_large",
            "not_available_yet");
  }

  private byte[] body(Random random, String path) throws Exception {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(60)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] json = mapper.writeValueAsBytes(object(random, path, 2));
    if (random.nextInt(10) == 0) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    return json;
  }

  /** Mostly what a call takes, so that some of it is sound. */
  private static Map<String, @Nullable Object> object(Random random, String path, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (path.endsWith("batch")) {
      object.put("requests", list(random, "", depth));
    }
    if (path.endsWith("rank")) {
      object.put("items", List.of("i1", "i2", "none"));
    }
    for (int fields = random.nextInt(4); fields > 0; fields--) {
      String name = pick(random, NAMES);
      object.put(name, random.nextInt(4) == 0 ? value(random, depth) : sound(random, name));
    }
    return object;
  }

  private static @Nullable Object sound(Random random, String name) {
    return switch (name) {
      case "user_id", "session_id", "item_id" -> "u9";
      case "session" -> List.of(Map.of("item_id", "i" + random.nextInt(60), "weight", 2));
      case "boost" -> List.of(Map.of("filter", "year > 2000", "weight", random.nextInt(9)));
      case "limit", "offset" -> 1 + random.nextInt(60);
      case "exclude", "items" -> List.of("i1", "i2");
      case "filter" -> "year > 1995";
      case "diversity", "explore", "min_relevance" -> random.nextDouble();
      case "explain", "exclude_seen" -> random.nextBoolean();
      default -> null;
    };
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> null;
      case 1, 2 -> pick(random, SCALARS);
      case 3 -> list(random, "", depth);
      default -> object(random, "", depth - 1);
    };
  }

  private static List<@Nullable Object> list(Random random, String path, int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int size = random.nextInt(4); size > 0; size--) {
      list.add(random.nextInt(3) == 0 ? value(random, depth - 1) : object(random, path, depth - 1));
    }
    return list;
  }

  private static String encoded(Random random, String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      int noisy = random.nextInt(40) == 0 ? random.nextInt(256) : value & 0xff;
      encoded.append("%%%02X".formatted(noisy));
    }
    return encoded.toString();
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
