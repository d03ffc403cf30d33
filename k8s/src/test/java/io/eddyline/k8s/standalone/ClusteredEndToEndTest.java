package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.eddyline.client.CatalogueItem;
import io.eddyline.client.ClientConfig;
import io.eddyline.client.Event;
import io.eddyline.client.IngestClient;
import io.eddyline.client.ListQuery;
import io.eddyline.client.RankRequest;
import io.eddyline.client.Recommendation;
import io.eddyline.client.Recommendation.Item;
import io.eddyline.client.ServingClient;
import io.eddyline.client.UserQuery;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A catalogue that the builder clusters, asked over HTTP. More results than the clustered graph
 * scores come from the exact one, so that a long list says what a short one should be.
 */
class ClusteredEndToEndTest {
  private static final int ITEMS = 900;
  private static final int TASTES = 9;
  private static final int USERS = 306;
  private static final int EVENTS_A_USER = 16;
  private static final int SHORT = 10;
  private static final int LONG = 1_000;
  private static final int ASKED_USERS = 63;
  private static final double RECALL_TOLERANCE = 0.1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Standalone eddyline;
  private static IngestClient ingest;
  private static ServingClient serving;
  private static Manifest.Retrieval clusters;

  @BeforeAll
  static void learn() {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder));
    settings.put("eddyline.snapshots.retrieval.auto-items", Integer.toString(ITEMS / 2));
    settings.put("eddyline.snapshots.retrieval.slots", "16");
    settings.put("eddyline.snapshots.retrieval.rescored", "100");
    settings.put("eddyline.snapshots.retrieval.recall", "0.6");
    eddyline =
        Standalone.start(
            new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config());
    await().atMost(PATIENCE).until(eddyline::isReady);
    ingest = new IngestClient(ClientConfig.of(eddyline.ingestUrl().toString()));
    serving = new ServingClient(ClientConfig.of(eddyline.servingUrl().toString()));
    assertThat(ingest.postItems(catalogue()).accepted()).isEqualTo(ITEMS);
    List<Event> events = events();
    for (int from = 0; from < events.size(); from += ITEMS) {
      List<Event> part = events.subList(from, Math.min(from + ITEMS, events.size()));
      assertThat(ingest.postEvents(part).accepted()).isEqualTo(part.size());
    }
    await()
        .atMost(PATIENCE)
        .until(() -> eddyline.trainedEvents() >= events.size() && eddyline.leadEvents() == 0);
    await().atMost(PATIENCE).until(() -> served(events.size()));
    clusters = Objects.requireNonNull(manifest().retrieval(), "the version is exact");
  }

  /** Whether the served version has all events, and all items have rows in it. */
  private static boolean served(int events) throws Exception {
    return eddyline.modelVersion() == eddyline.builtVersion()
        && eddyline.modelVersion() > 1
        && manifest().trainedEvents() >= events
        && manifest().counts().items() == ITEMS;
  }

  private static Manifest manifest() {
    try {
      return new FileSnapshotStore(folder.resolve("snapshots"))
          .open("main", eddyline.modelVersion())
          .manifest();
    } catch (IOException e) {
      throw new AssertionError("no manifest of the served version", e);
    }
  }

  private static List<CatalogueItem> catalogue() {
    return IntStream.range(0, ITEMS).mapToObj(item -> entry("i" + item, tasteOf(item))).toList();
  }

  private static String taste(int item) {
    return "taste" + item % TASTES;
  }

  private static CatalogueItem entry(@Nullable String id, Map<String, Object> attributes) {
    return new CatalogueItem(id, "A title", attributes, true);
  }

  /** Each user clicks items of one taste, and each item is clicked by somebody. */
  private static List<Event> events() {
    SplittableRandom random = new SplittableRandom(17);
    List<Event> events = new ArrayList<>();
    for (int round = 0; round < EVENTS_A_USER; round++) {
      for (int user = 0; user < USERS; user++) {
        int at = round * USERS + user;
        int item = at < ITEMS ? at : user % TASTES + TASTES * random.nextInt(ITEMS / TASTES);
        events.add(Event.of("u" + user, "i" + item, "click"));
      }
    }
    return events;
  }

  @AfterAll
  static void stop() {
    ingest.close();
    serving.close();
    eddyline.close();
  }

  @Test
  void answersWhatTheExactGraphAnswers() {
    assertThat(clusters.probes()).isLessThanOrEqualTo(clusters.clusters() / 2);
    double found = 0;
    for (int user = 0; user < ASKED_USERS; user++) {
      List<Item> few = ask(user, UserQuery.first(SHORT));
      List<Item> best = ask(user, UserQuery.first(LONG)).subList(0, SHORT);
      assertThat(few).as("user %d", user).hasSize(SHORT);
      Map<String, Double> exact = scores(ask(user, UserQuery.first(LONG)));
      for (int rank = 0; rank < SHORT; rank++) {
        Item item = few.get(rank);
        assertThat(item.score())
            .as("user %d, item %s", user, item.itemId())
            .isCloseTo(exact.getOrDefault(item.itemId(), Double.NaN), tolerance(item.score()))
            .isLessThanOrEqualTo(best.get(rank).score() + 1e-3);
      }
      found += few.stream().filter(item -> ids(best).contains(item.itemId())).count();
    }
    assertThat(found / (SHORT * ASKED_USERS))
        .as("recall of the first %d; the manifest says %s", SHORT, clusters)
        .isGreaterThan(clusters.recall10() - RECALL_TOLERANCE);
  }

  @Test
  void aFilterThatPassesThreeItemsAnswersTheseThree() {
    List<Item> all = ask(3, UserQuery.first(LONG));
    List<Item> worst = all.subList(all.size() - 3, all.size());
    for (String id : ids(worst)) {
      assertThat(ingest.putItem(id, entry(null, Map.of("shelf", "odd"))).accepted()).isEqualTo(1);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(ids(ask(3, filtered("shelf = \"odd\"", SHORT)))).isEqualTo(ids(worst)));
    String byId = "item_id in [\"%s\"]".formatted(String.join("\", \"", ids(worst)));
    assertThat(ids(ask(3, filtered(byId, SHORT)))).isEqualTo(ids(worst));
    Map<String, Double> exact = scores(worst);
    for (Item item : ask(3, filtered(byId, SHORT))) {
      assertThat(item.score())
          .isCloseTo(exact.getOrDefault(item.itemId(), Double.NaN), tolerance(item.score()));
    }
  }

  @Test
  void filteredListsAreTheExactListWithoutTheRest() {
    for (int user = 0; user < TASTES; user++) {
      String filter = "taste = \"%s\"".formatted(taste(user + 1));
      Set<String> ofTaste =
          new HashSet<>(ids(serving.popular(new ListQuery(LONG, null, filter, null)).items()));
      List<String> expected =
          ids(ask(user, UserQuery.first(LONG))).stream().filter(ofTaste::contains).toList();
      assertThat(expected).as(filter).hasSizeGreaterThan(SHORT);
      assertThat(ids(ask(user, filtered(filter, LONG)))).as("user %d", user).isEqualTo(expected);
      assertThat(ids(ask(user, filtered(filter, SHORT))))
          .as("user %d", user)
          .isEqualTo(expected.subList(0, SHORT));
    }
  }

  @Test
  void everyEligibleItemComesWhenTheLimitIsLarger() {
    Recommendation everything = serving.recommendForUser("u5", UserQuery.first(LONG).withSeen());
    assertThat(ids(everything.items())).doesNotHaveDuplicates().hasSize(available());
    assertThat(everything.next()).isNull();
    Set<String> seen = new HashSet<>();
    events().stream()
        .filter(event -> event.userId().equals("u5"))
        .forEach(event -> seen.add(event.itemId()));
    List<String> unseen = new ArrayList<>(ids(everything.items()));
    unseen.removeAll(seen);
    assertThat(ids(ask(5, UserQuery.first(LONG)))).containsExactlyInAnyOrderElementsOf(unseen);
  }

  private static int available() {
    return serving.popular(ListQuery.first(LONG)).items().size();
  }

  @Test
  void newItemsStandWhereTheirAttributesSay() {
    List<String> news = IntStream.range(0, TASTES).mapToObj(taste -> "new" + taste).toList();
    for (int taste = 0; taste < TASTES; taste++) {
      assertThat(ingest.putItem(news.get(taste), entry(null, tasteOf(taste))).accepted())
          .isEqualTo(1);
    }
    await().atMost(PATIENCE).until(() -> ids(ask(1, UserQuery.first(LONG))).containsAll(news));
    double[][] scores = new double[TASTES][TASTES];
    for (int user = 0; user < ASKED_USERS; user++) {
      Map<String, Double> ranked = scores(serving.rank(RankRequest.of("u" + user, news)).items());
      for (int taste = 0; taste < TASTES; taste++) {
        scores[taste][user % TASTES] += ranked.getOrDefault(news.get(taste), Double.NaN);
      }
    }
    long right =
        IntStream.range(0, TASTES)
            .filter(taste -> scores[taste][taste] == Arrays.stream(scores[taste]).max().orElse(0))
            .count();
    assertThat(right)
        .as("new items that users of their own taste rank higher than all others do")
        .isGreaterThanOrEqualTo(TASTES - 2);
  }

  private static Map<String, Object> tasteOf(int item) {
    return Map.of("taste", taste(item));
  }

  @Test
  void anItemThatBecomesUnavailableIsInNoList() {
    String best = ids(ask(7, UserQuery.first(SHORT))).getFirst();
    assertThat(ingest.putItem(best, new CatalogueItem(null, "Sold out", null, false)).accepted())
        .isEqualTo(1);
    await().atMost(PATIENCE).until(() -> !ids(ask(7, UserQuery.first(SHORT))).contains(best));
    assertThat(ask(7, UserQuery.first(SHORT))).hasSize(SHORT);
    assertThat(ids(ask(7, UserQuery.first(LONG)))).doesNotContain(best);
  }

  private static UserQuery filtered(String filter, int limit) {
    return new UserQuery(limit, null, null, null, filter, null, null, null, null, null, null, null);
  }

  private static List<Item> ask(int user, UserQuery query) {
    Recommendation answer = serving.recommendForUser("u" + user, query);
    assertThat(answer.fallback()).isNull();
    return answer.items();
  }

  private static List<String> ids(List<Item> items) {
    return items.stream().map(Item::itemId).toList();
  }

  private static Map<String, Double> scores(List<Item> items) {
    Map<String, Double> scores = new HashMap<>();
    items.forEach(item -> scores.put(item.itemId(), item.score()));
    return scores;
  }

  private static Offset<Double> tolerance(double score) {
    return within(1e-4 * Math.max(1, Math.abs(score)));
  }
}
