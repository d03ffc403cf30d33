package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.eddyline.client.BatchAnswer;
import io.eddyline.client.CatalogueItem;
import io.eddyline.client.ClientConfig;
import io.eddyline.client.Event;
import io.eddyline.client.IngestClient;
import io.eddyline.client.ListQuery;
import io.eddyline.client.ProblemException;
import io.eddyline.client.RankRequest;
import io.eddyline.client.Recommendation;
import io.eddyline.client.RecommendationRequest;
import io.eddyline.client.ServingClient;
import io.eddyline.client.SessionItem;
import io.eddyline.client.UserQuery;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events in, recommendations out, by the Java client; and the catalogue followed between two
 * versions.
 */
class ClientEndToEndTest {
  private static final int EVENTS = 200;
  private static final int ITEMS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Standalone eddyline;
  private static IngestClient ingest;
  private static ServingClient serving;

  /**
   * A version comes with each so many events and none after the last, so that only the topic brings
   * news.
   */
  @BeforeAll
  static void learn() {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder));
    settings.put("eddyline.snapshots.interval", "1h");
    settings.put("eddyline.snapshots.max-events", Integer.toString(EVENTS));
    eddyline =
        Standalone.start(
            new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config());
    await().atMost(PATIENCE).until(eddyline::isReady);
    ingest = new IngestClient(ClientConfig.of(eddyline.ingestUrl().toString()));
    serving = new ServingClient(ClientConfig.of(eddyline.servingUrl().toString()));
    while (serving.popular(ListQuery.first(ITEMS)).items().size() < ITEMS) {
      learnMore();
    }
  }

  /** The items of a version may lag behind its users: those of the events before are there. */
  private static void learnMore() {
    String before = version();
    List<Event> events = new ArrayList<>();
    for (int index = 0; index < EVENTS; index++) {
      events.add(Event.of("u" + index % 10, "i" + (index * 7) % ITEMS, "click"));
    }
    assertThat(ingest.postEvents(events).accepted()).isEqualTo(EVENTS);
    await().atMost(PATIENCE).until(() -> !version().equals(before));
  }

  private static String version() {
    return String.valueOf(serving.popular(ListQuery.first(1)).model().version());
  }

  @AfterAll
  static void stop() {
    ingest.close();
    serving.close();
    eddyline.close();
  }

  @Test
  void itemThatIsDeletedOrUnavailableIsGoneBeforeTheNextVersion() {
    Recommendation before = everything();
    String first = before.items().get(0).itemId();
    String second = before.items().get(1).itemId();
    assertThat(ingest.putItem(first, new CatalogueItem(null, "Sold out", null, false)).accepted())
        .isEqualTo(1);
    assertThat(ingest.deleteItem(second).accepted()).isEqualTo(1);
    await().atMost(PATIENCE).until(() -> !ids(everything()).contains(first));
    await().atMost(PATIENCE).until(() -> !ids(everything()).contains(second));
    assertThat(ids(serving.popular(ListQuery.first(ITEMS)))).doesNotContain(first, second);

    ingest.putItem(first, new CatalogueItem(null, "In stock", null, true));
    ingest.putItem(second, new CatalogueItem(null, null, Map.of("year", 1999), null));
    await().atMost(PATIENCE).until(() -> ids(everything()).equals(ids(before)));
    assertThat(everything().items().getFirst().title()).isEqualTo("In stock");
    assertThat(everything().model().version()).isEqualTo(before.model().version());
  }

  @Test
  void itemWithoutEventsIsRecommendedBeforeTheNextVersion() {
    String version = version();
    CatalogueItem entry = new CatalogueItem(null, "Brand new", Map.of("genre", "Drama"), true);
    assertThat(ingest.putItem("new", entry).accepted()).isEqualTo(1);
    UserQuery all = UserQuery.first(ITEMS + 1).withSeen();
    await().atMost(PATIENCE).until(() -> ids(serving.recommendForUser("u1", all)).contains("new"));
    assertThat(serving.item("new").title()).isEqualTo("Brand new");
    ingest.deleteItem("new");
    await().atMost(PATIENCE).until(() -> !ids(serving.recommendForUser("u1", all)).contains("new"));
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void answersUsersAndSessions() {
    Recommendation personal = serving.recommendForUser("u1", UserQuery.first(3));
    assertThat(personal.fallback()).isNull();
    assertThat(personal.items()).hasSize(3);
    Recommendation next = serving.recommendForUser("u1", UserQuery.first(3).after(personal));
    assertThat(ids(next)).isNotEmpty().doesNotContainAnyElementsOf(ids(personal));
    Recommendation session =
        serving.recommend(
            RecommendationRequest.of(List.of(SessionItem.of("i3")), UserQuery.first(5)));
    assertThat(session.fallback()).isNull();
    assertThat(ids(session)).hasSize(5).doesNotContain("i3");
  }

  @Test
  void answersBatchesRanksAndItems() {
    List<BatchAnswer> batch =
        serving.recommendBatch(
            List.of(
                RecommendationRequest.of("u1", UserQuery.first(2)),
                RecommendationRequest.of("u1", UserQuery.first(0))));
    assertThat(Objects.requireNonNull(batch.get(0).answer()).items()).hasSize(2);
    assertThat(Objects.requireNonNull(batch.get(1).problem()).code()).isEqualTo("invalid_request");
    Recommendation ranked = serving.rank(RankRequest.of("u1", List.of("i5", "i6", "nothing")));
    assertThat(ids(ranked)).containsExactlyInAnyOrder("i5", "i6");
    assertThat(ranked.unknown()).containsExactly("nothing");
    assertThat(ids(serving.similarItems("i5", ListQuery.first(4)))).hasSize(4).doesNotContain("i5");
    assertThat(serving.item("i5").ranked()).isTrue();
  }

  @Test
  void tellsProblemsByTheirCode() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> serving.recommendForUser("u1", UserQuery.first(0)));
    assertThat(refused.problem().code()).isEqualTo("invalid_request");
    assertThat(refused.problem().requestId()).isNotEmpty();
    assertThat(refused.problem().errors())
        .singleElement()
        .satisfies(fault -> assertThat(fault.parameter()).isEqualTo("limit"));
    ProblemException unsound =
        catchThrowableOfType(
            ProblemException.class, () -> ingest.postEvents(List.of(Event.of("", "i1", "click"))));
    assertThat(unsound.problem().code()).isEqualTo("all_refused");
    assertThat(unsound.problem().rejected()).hasSize(1);
  }

  private static Recommendation everything() {
    return serving.recommendForUser("u1", UserQuery.first(ITEMS).withSeen());
  }

  private static List<String> ids(Recommendation answer) {
    return answer.items().stream().map(Recommendation.Item::itemId).toList();
  }
}
