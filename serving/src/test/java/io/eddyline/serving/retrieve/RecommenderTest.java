package io.eddyline.serving.retrieve;

import static io.eddyline.serving.overlay.Overlay.bare;
import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecommenderTest {
  private Path folder;
  private Models models;
  private ModelSlot.Lease lease;
  private LoadedModel model;

  @BeforeAll
  void loadGoldenVersion(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    folder = golden.put(2, 2);
    models =
        Models.start(
            TestModels.plan(golden),
            new TestTopics().consumer(),
            (_, _, _, _) -> {},
            new SimpleMeterRegistry());
    await().until(() -> models.slot().version() == 2);
    lease = Objects.requireNonNull(models.slot().acquire(""), "version 2");
    model = lease.model();
  }

  @AfterAll
  void close() {
    lease.close();
    models.close();
  }

  @Test
  void scoresUsersAsTheReferenceDoes() throws Exception {
    var probes = Probes.fromJson(Files.readAllBytes(folder.resolve(SnapshotFiles.PROBES)));
    int compared = 0;
    for (Probes.Probe probe : probes.probes()) {
      if (probe.userRow() == 0 || probe.excludedRows().isEmpty()) {
        continue;
      }
      String user = "u" + (probe.userRow() - 1);
      var scores =
          Recommender.recommend(bare(model), request(user, List.of(), 48, 0, true)).items();
      for (int rank = 0; rank < probe.itemRows().size(); rank++) {
        String item = "i" + probe.itemRows().get(rank);
        float expected = probe.scores().get(rank);
        for (ScoredItem scored : scores) {
          if (scored.itemId().equals(item)) {
            assertThat(scored.score())
                .as("%s for %s", item, user)
                .isCloseTo(expected, within(1e-5f * Math.max(1, Math.abs(expected))));
            compared++;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  @Test
  void scoresSessionsAsTheReferenceDoes() throws Exception {
    var probes = Probes.fromJson(Files.readAllBytes(folder.resolve(SnapshotFiles.PROBES)));
    int compared = 0;
    for (Probes.Probe probe : probes.probes()) {
      if (probe.userRow() != 0) {
        continue;
      }
      String[] oldestFirst =
          probe.historyRows().reversed().stream().map(row -> "i" + row).toArray(String[]::new);
      Map<String, Float> scores = scores(session(oldestFirst));
      for (int rank = 0; rank < probe.itemRows().size(); rank++) {
        Float score = scores.get("i" + probe.itemRows().get(rank));
        if (score != null) {
          float expected = probe.scores().get(rank);
          assertThat(score).isCloseTo(expected, within(1e-5f * Math.max(1, Math.abs(expected))));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void weightScalesTheAffinitiesOfASessionItem() throws Exception {
    int neighbourCount = model.manifest().neighbourCount();
    var rows = littleEndian(SnapshotFiles.NEIGHBOURS).asIntBuffer();
    var affinities = littleEndian(SnapshotFiles.AFFINITIES).asFloatBuffer();
    Map<String, Float> gains = new HashMap<>();
    for (int at = 5 * neighbourCount; at < 6 * neighbourCount; at++) {
      gains.merge("i" + rows.get(at), affinities.get(at), Float::sum);
    }
    assertThat(gains.values()).anyMatch(gain -> gain > 0.1f);

    Map<String, Float> once = scores(List.of(new SessionItem("i5", 1)));
    Map<String, Float> threefold = scores(List.of(new SessionItem("i5", 3)));

    // alone, the item points the query the same way whatever its weight
    float gainOfAffinity = 2 * model.scoring().neighbourWeight();
    for (String item : once.keySet()) {
      assertThat(score(threefold, item) - score(once, item))
          .as(item)
          .isCloseTo(gainOfAffinity * gains.getOrDefault(item, 0f), within(1e-4f));
    }
  }

  private Map<String, Float> scores(List<SessionItem> session) {
    return Recommender.recommend(bare(model), request(null, session, 48, 0, false)).items().stream()
        .collect(Collectors.toMap(ScoredItem::itemId, ScoredItem::score));
  }

  private static float score(Map<String, Float> scores, String item) {
    return Objects.requireNonNull(scores.get(item), item);
  }

  private ByteBuffer littleEndian(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(folder.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void leavesOutSeenByDefaultOnly() {
    List<String> seen = ids(model.users().seen(model.users().row("u9")));
    assertThat(seen).hasSize(9);
    assertThat(answer(request("u9", List.of(), 48, 0, true))).doesNotContainAnyElementsOf(seen);
    assertThat(answer(request("u9", List.of(), 48, 0, false))).containsAnyElementsOf(seen);
  }

  @Test
  void sessionDecidesForAnUnknownUser() {
    var answer =
        Recommender.recommend(bare(model), request(null, session("i1", "i2"), 10, 0, true));
    assertThat(answer.fallback()).isNull();
    assertThat(answer.items()).extracting(ScoredItem::itemId).doesNotContain("i1", "i2");
    assertThat(answer(request(null, session("i1", "i2"), 48, 0, false))).contains("i1", "i2");
  }

  @Test
  void lastSessionItemIsTheNewest() {
    var forward =
        Recommender.recommend(bare(model), request(null, session("i1", "i2"), 5, 0, true));
    var repeated =
        Recommender.recommend(bare(model), request(null, session("i2", "i1", "i2"), 5, 0, true));
    var backward =
        Recommender.recommend(bare(model), request(null, session("i2", "i1"), 5, 0, true));
    assertThat(repeated).isEqualTo(forward);
    assertThat(backward).isNotEqualTo(forward);
  }

  @Test
  void sessionStandsBeforeTheHistory() {
    int[] history = model.users().history(model.users().row("u9"));
    String oldest = "i" + history[history.length - 1];
    var plain = Recommender.recommend(bare(model), request("u9", List.of(), 5, 0, true));
    var renewed = Recommender.recommend(bare(model), request("u9", session(oldest), 5, 0, true));
    var unknown = Recommender.recommend(bare(model), request("u9", session("nothing"), 5, 0, true));
    assertThat(renewed.items()).isNotEqualTo(plain.items());
    assertThat(unknown).isEqualTo(plain);
  }

  @Test
  void weightScalesSessionItem() {
    var plain = session("i1", "i2");
    var weighed = List.of(new SessionItem("i1", 5), new SessionItem("i2", 1));
    assertThat(Recommender.recommend(bare(model), request(null, weighed, 5, 0, true)).items())
        .isNotEqualTo(Recommender.recommend(bare(model), request(null, plain, 5, 0, true)).items());
  }

  @Test
  void fallsBackToThePriorForTheUnknown() {
    var request = request("stranger", List.of(), 10, 0, true);
    var answer = Recommender.recommend(bare(model), request);
    assertThat(answer.fallback()).isEqualTo(Fallback.UNKNOWN_USER);
    assertThat(answer.items()).isEqualTo(Recommender.popularInstead(bare(model), request).items());
    assertThat(answer.items()).isSortedAccordingTo(comparingDouble(ScoredItem::score).reversed());
  }

  @Test
  void explicitExclusionsAlwaysHold() {
    for (boolean excludeSeen : new boolean[] {true, false}) {
      var request =
          new RecommendationRequest(
              new Asker("u3", null, List.of()),
              new Page(0, 48),
              new Selection(List.of("i0", "i1", "nothing"), excludeSeen, null, 0),
              Ordering.BY_SCORE,
              false);
      assertThat(answer(request)).isNotEmpty().doesNotContain("i0", "i1");
      var late = Recommender.popularInstead(bare(model), request);
      assertThat(late.fallback()).isEqualTo(Fallback.DEADLINE);
      assertThat(late.items()).extracting(ScoredItem::itemId).doesNotContain("i0", "i1");
    }
  }

  @Test
  void pagesJoinToTheWholeList() {
    List<String> whole = answer(request("u4", List.of(), 48, 0, true));
    List<String> pages = new ArrayList<>();
    for (int offset = 0; offset < 60; offset += 7) {
      pages.addAll(answer(request("u4", List.of(), 7, offset, true)));
    }
    assertThat(pages).isEqualTo(whole).doesNotHaveDuplicates();
  }

  private List<String> answer(RecommendationRequest request) {
    return Recommender.recommend(bare(model), request).items().stream()
        .map(ScoredItem::itemId)
        .toList();
  }

  private List<String> ids(int[] rows) {
    return IntStream.of(rows).mapToObj(model.items()::id).toList();
  }

  private static List<SessionItem> session(String... ids) {
    return List.of(ids).stream().map(id -> new SessionItem(id, 1)).toList();
  }

  private static RecommendationRequest request(
      @Nullable String user, List<SessionItem> session, int limit, int offset, boolean unseen) {
    return new RecommendationRequest(
        new Asker(user, null, session),
        new Page(offset, limit),
        new Selection(List.of(), unseen, null, 0),
        Ordering.BY_SCORE,
        false);
  }
}
