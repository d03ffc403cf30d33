package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.HttpSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.ReplayReport;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.standalone.EddylineClient.Answer;
import io.eddyline.learner.snapshot.ReferenceScorer;
import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six thousand ratings of MovieTweetings through every tier in one process. */
class StandaloneEndToEndTest {
  private static final int EVENTS = 6_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Standalone eddyline;
  private static EddylineClient client;
  private static EventTable events;

  @BeforeAll
  static void replayRealData() {
    events = TestData.movieTweetings(EVENTS);
    eddyline = Standalone.start(TestConfig.in(folder));
    await().atMost(PATIENCE).until(eddyline::isReady);
    client = new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl());
    assertThat(client.recommendations("anybody").fallback()).isEqualTo("no_model");
    try (HttpSink sink = new HttpSink(eddyline.ingestUrl())) {
      ReplayReport report =
          new Replayer(ReplayConfig.atRate(0), sink, (done, total) -> {})
              .run(events, TestData.titlesOf(events));
      assertThat(report.acceptedEvents()).isEqualTo(EVENTS);
    }
    awaitServed(EVENTS);
  }

  @AfterAll
  static void stop() {
    client.close();
    eddyline.close();
  }

  @Test
  void clicksOfANewUserTurnAPopularListIntoTheirOwn() {
    Answer before = client.recommendations("newcomer");
    assertThat(before.fallback()).isEqualTo("unknown_user");
    assertThat(before.items()).hasSize(10);
    assertThat(client.getServing("/v1/popular?limit=100").items()).containsAll(before.items());
    assertThat(before.body().path("items").path(0).path("title").asText()).isNotEmpty();

    List<String> clicked = before.items().subList(0, 3);
    Answer accepted = client.click("newcomer", clicked);
    assertThat(accepted.status()).isEqualTo(202);
    String asked = "?wait_ms=1000&after=" + accepted.body().path("token").asText();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .recommendations("newcomer", asked)
                    .body()
                    .at("/applied/satisfied")
                    .asBoolean());

    Answer after = client.recommendations("newcomer", asked);
    assertThat(after.fallback()).isEqualTo("null");
    assertThat(after.items()).hasSize(10).doesNotContainAnyElementsOf(clicked);
    assertThat(after.items()).isNotEqualTo(client.recommendations("another").items());
    assertThat(client.recommendations("newcomer", "?exclude_seen=false&limit=1000").items())
        .containsAll(clicked);
    assertThat(client.recommendations("newcomer", "?exclude=" + after.items().getFirst()).items())
        .doesNotContain(after.items().getFirst());
  }

  @Test
  void anEventThatNamesItsAnswerCountsForTheVersionThatGaveIt() {
    Answer answer = client.recommendations("attributed");
    String item = answer.items().get(3);
    Answer accepted =
        client.postEvents(
            """
            {"user_id":"attributed","item_id":"%s","type":"click","recommendation_id":"%s","position":3}
            """
                .formatted(item, answer.body().path("recommendation_id").asText()));
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode arm = client.getServing("/v1/models").body().path("arms").path(0);
              assertThat(arm.path("version").asText()).isEqualTo(answer.modelVersion());
              assertThat(arm.path("arm").asText()).isEqualTo("active");
              assertThat(arm.at("/events/click").asLong()).isEqualTo(1);
              assertThat(arm.path("positives").asLong()).isEqualTo(1);
              assertThat(arm.path("mean_reciprocal_position").asDouble()).isEqualTo(0.25);
            });
    assertThat(client.metric("eddyline_attribution_events_total{arm=\"active\"}")).isEqualTo(1);
  }

  @Test
  void anAnonymousSessionIsAnsweredByItsItems() {
    List<String> popular = client.getServing("/v1/popular").items();
    Answer answer =
        client.postServing(
            "/v1/recommendations",
            "{\"session\":[{\"item_id\":\"%s\"}],\"limit\":5}".formatted(popular.get(4)));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.items()).hasSize(5).doesNotContain(popular.get(4));
    assertThat(answer.items()).isNotEqualTo(popular.subList(0, 5));
  }

  @Test
  void badEventsInAGoodBatchCostOnlyThemselves() {
    double trained = client.metric("eddyline_learner_trained_events_total");
    String film = client.getServing("/v1/popular").items().getFirst();
    Answer answer =
        client.postEvents(
            String.join(
                "\n",
                "{\"user_id\":\"batch\",\"item_id\":\"%s\",\"type\":\"click\"}".formatted(film),
                "{\"item_id\":\"%s\",\"type\":\"click\"}".formatted(film),
                "{\"user_id\":\"batch\",\"item_id\":\"%s\",\"type\":\"click\",\"timestamp\":\"2999-01-01T00:00:00Z\"}"
                    .formatted(film),
                "{\"user_id\":\"batch\",\"item_id\":\"%s\",\"type\":\"click\"}"
                    .formatted("x".repeat(300)),
                "{\"user_id\":\"batch\",",
                "{\"user_id\":\"batch\",\"item_id\":\"%s\",\"type\":\"wink\"}".formatted(film),
                "{\"user_id\":\"batch\",\"item_id\":\"%s\",\"type\":\"like\"}".formatted(film)));
    List<String> codes =
        List.of("missing_field", "future_timestamp", "invalid_id", "unreadable", "unknown_type");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("accepted").asInt()).isEqualTo(2);
    List<String> answered = new ArrayList<>();
    answer.body().path("rejected").forEach(one -> answered.add(one.path("code").asText()));
    assertThat(answered).isEqualTo(codes);
    await()
        .atMost(PATIENCE)
        .until(() -> client.metric("eddyline_learner_trained_events_total") >= trained + 2);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(quarantined()).containsAll(codes));
  }

  @Test
  void theServedScoreIsTheLearnersReferenceScore() throws IOException {
    awaitServed(eddyline.trainedEvents());
    int compared = 0;
    for (int index = 0; index < events.size() && compared < 20; index += 300) {
      String user = events.userId(events.userOrdinal(index));
      Answer answer = client.recommendations(user, "?limit=50&exclude_seen=false");
      assertThat(answer.fallback()).as(user).isEqualTo("null");
      StoredSnapshot snapshot =
          new FileSnapshotStore(folder.resolve("snapshots"))
              .open("main", Long.parseLong(answer.modelVersion()));
      compareScores(user, answer, snapshot);
      compared++;
    }
    assertThat(compared).isEqualTo(20);
  }

  private static void compareScores(String user, Answer answer, StoredSnapshot snapshot)
      throws IOException {
    StoredRows rows = StoredRows.of(snapshot);
    Map<String, Integer> itemRows = new HashMap<>();
    for (int item = 0; item < rows.itemCount(); item++) {
      itemRows.put(rows.itemId(item), item);
    }
    int userRow =
        IntStream.range(0, rows.userCount())
            .filter(row -> rows.userId(row).equals(user))
            .findFirst()
            .orElseThrow();
    List<Integer> history = IntStream.of(rows.history(userRow)).boxed().toList();
    double[] expected =
        new ReferenceScorer(rows, snapshot.manifest().scoring())
            .scores(new ReferenceScorer.Query(userRow + 1, history, Collections.emptyList()));
    for (int k = 0; k < answer.items().size(); k++) {
      double reference = expected[itemRows.getOrDefault(answer.items().get(k), -1)];
      assertThat(answer.scores().get(k))
          .as("%s, item %s", user, answer.items().get(k))
          .isCloseTo(reference, within(1e-5 * Math.max(1, Math.abs(reference))));
    }
  }

  @Test
  void whatIsNotThereYetSaysSo() {
    Answer answer = client.getServing("/");
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.body().path("code").asText()).isEqualTo("not_available_yet");
  }

  /** Waits until so many events are learnt, by both sides, and are in the served model. */
  private static void awaitServed(long count) {
    await()
        .atMost(PATIENCE)
        .until(() -> eddyline.trainedEvents() >= count && eddyline.leadEvents() == 0);
    long built = eddyline.builtVersion();
    await().atMost(PATIENCE).until(() -> eddyline.builtVersion() > built || settled(count));
    await().atMost(PATIENCE).until(() -> eddyline.modelVersion() == eddyline.builtVersion());
  }

  private static boolean settled(long count) throws IOException {
    return new FileSnapshotStore(folder.resolve("snapshots"))
            .open("main", eddyline.builtVersion())
            .manifest()
            .trainedEvents()
        >= count;
  }

  private static List<String> quarantined() {
    TopicPartition rejected = new TopicPartition("eddyline.rejected", 0);
    List<String> codes = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", eddyline.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(rejected));
      consumer.seekToBeginning(List.of(rejected));
      long end = consumer.endOffsets(List.of(rejected)).getOrDefault(rejected, 0L);
      while (consumer.position(rejected) < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(
                record -> {
                  Rejection rejection = RecordSerdes.REJECTION.decode(record.value());
                  assertThat(rejection.getRaw().isEmpty()).isFalse();
                  codes.add(rejection.getCode());
                });
      }
    }
    return codes;
  }
}
