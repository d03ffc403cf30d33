package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** All models over a stream whose users each walk through the items of one of ten topics. */
final class EvaluationTest {
  private static final int EVENTS = 8000;
  private static final int TOPICS = 10;
  private static final int TOPIC_ITEMS = 30;

  private final EvaluationEvents events = topicStream();

  @Test
  void dualQueueFindsTheTopicsOfUsers() {
    EvaluationReport report = run("dual-queue", Map.of("dimension", "32"));
    EvaluationReport popularity = run("popularity", Map.of());
    assertThat(report.last20().recall10())
        .isGreaterThan(4 * popularity.last20().recall10())
        .isGreaterThan(0.3);
  }

  @Test
  void baselinesFindTheTopicsOfUsers() {
    double popularity = run("popularity", Map.of()).last20().recall10();
    Map<String, String> small = Map.of("dimension", "16");
    assertThat(run("item-knn", Map.of()).last20().recall10()).isGreaterThan(4 * popularity);
    assertThat(run("bpr", Map.of()).last20().recall10()).isGreaterThan(2 * popularity);
    assertThat(run("softmax", small).last20().recall10()).isGreaterThan(4 * popularity);
    assertThat(run("ials", small).last20().recall10()).isGreaterThan(2 * popularity);
  }

  @Test
  void sameSeedGivesTheSameFigures() {
    Map<String, String> settings = Map.of("dimension", "16", "seed", "7");
    EvaluationReport one = run("dual-queue", settings);
    EvaluationReport two = run("dual-queue", settings);
    assertThat(two.whole()).isEqualTo(one.whole());
    assertThat(two.segments()).isEqualTo(one.segments());
    EvaluationReport other = run("dual-queue", Map.of("dimension", "16", "seed", "8"));
    assertThat(other.whole()).isNotEqualTo(one.whole());
  }

  @Test
  void writesTheReportAsJson() throws Exception {
    EvaluationReport report = run("item-knn", Map.of("history-length", "5"));
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "model",
            "data",
            "settings",
            "events",
            "evaluated",
            "whole",
            "last20",
            "segments",
            "us_per_event",
            "first20",
            "grid",
            "series",
            "forgetting");
    assertThat(json.at("/settings/history-length").asInt()).isEqualTo(5);
    assertThat(json.at("/settings/prior-weight").asText()).isEqualTo("auto");
    assertThat(json.at("/whole/ndcg10").asDouble()).isEqualTo(report.whole().ndcg10());
    assertThat(json.at("/segments/0/by").asText()).isEqualTo("user-events");
    assertThat(report.segments().stream().mapToLong(Segment::evaluated).sum())
        .as("two divisions of all evaluated events")
        .isEqualTo(2 * report.evaluated());
  }

  @Test
  void reportsProgressToTheEnd() {
    List<Integer> seen = new ArrayList<>();
    Evaluation.run(
        "popularity", "topics", events, Map.of(), (event, count, soFar) -> seen.add(event));
    assertThat(seen).hasSize(8).startsWith(1000).endsWith(EVENTS);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused("svd", Map.of(), "model \"svd\": expected one of dual-queue, item-knn");
    assertRefused("bpr", Map.of("speed", "1"), "unknown setting speed: expected one of dimension,");
    assertRefused("popularity", Map.of("seed", "1"), "unknown setting seed");
    assertRefused("dual-queue", Map.of("replays", "many"), "replays \"many\": expected a number");
    assertRefused("dual-queue", Map.of("replays", "99"), "learning.replays 99: expected 0 to 16");
    assertRefused(
        "item-knn",
        Map.of("prior-weight", "-1"),
        "prior-weight \"-1\": expected auto or 0 to 1000");
  }

  private void assertRefused(String model, Map<String, String> settings, String message) {
    assertThatThrownBy(() -> run(model, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private EvaluationReport run(String model, Map<String, String> settings) {
    return Evaluation.run(model, "topics", events, settings, (event, count, soFar) -> {});
  }

  private static EvaluationEvents topicStream() {
    SplittableRandom random = new SplittableRandom(4);
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < EVENTS; event++) {
      int user = random.nextInt(600);
      int topic = random.nextInt(10) == 0 ? random.nextInt(TOPICS) : user % TOPICS;
      int item = topic * TOPIC_ITEMS + random.nextInt(TOPIC_ITEMS);
      builder.add("user-" + user, "item-" + item, event);
    }
    return builder.build();
  }
}
