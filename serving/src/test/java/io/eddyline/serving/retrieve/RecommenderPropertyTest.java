package io.eddyline.serving.retrieve;

import static io.eddyline.serving.overlay.Overlay.bare;
import static io.eddyline.serving.retrieve.RandomRequest.row;
import static io.eddyline.serving.retrieve.RandomRequest.year;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.rerank.Reranking;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random versions and requests against the reference that scores one item after the other. */
class RecommenderPropertyTest {
  private static final int REQUESTS = 60;
  private static final double TOLERANCE = 2e-4;

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void ranksAsTheReferenceDoes(long seed) throws Exception {
    RandomVersion version = new RandomVersion(seed);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    Random random = new Random(seed);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      for (int round = 0; round < REQUESTS; round++) {
        RandomRequest asked = new RandomRequest(random, version);
        Recommendation answer = Recommender.recommend(bare(model), asked.request());
        String what = "seed %d round %d: %s".formatted(seed, round, asked.request());
        asked.requireSame(answer, what);
        asked.requireExplained(answer, what);
      }
    }
  }

  @Test
  void queriesAtOnceDoNotShareTheirBias() throws Exception {
    long seed = 9;
    RandomVersion version = new RandomVersion(seed);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    Random random = new Random(seed);
    try (LoadedModel model = TestModels.load(golden, 1);
        var threads = Executors.newFixedThreadPool(4)) {
      List<RecommendationRequest> requests = new ArrayList<>();
      List<Recommendation> alone = new ArrayList<>();
      for (int at = 0; at < 200; at++) {
        requests.add(new RandomRequest(random, version).request());
        alone.add(Recommender.recommend(bare(model), requests.get(at)));
      }
      List<Future<Recommendation>> together = new ArrayList<>();
      for (RecommendationRequest request : requests) {
        together.add(threads.submit(() -> Recommender.recommend(bare(model), request)));
      }
      for (int at = 0; at < requests.size(); at++) {
        assertThat(together.get(at).get())
            .as("seed %d request %d", seed, at)
            .isEqualTo(alone.get(at));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pagesOfARearrangedListAreTheList(long seed) throws Exception {
    RandomVersion version = new RandomVersion(seed);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      for (Reranking how :
          List.of(new Reranking(0.5, 0, 0), new Reranking(0, 3, seed), new Reranking(0.5, 2, 7))) {
        var request =
            new RecommendationRequest(
                new Asker("u1", null, List.of()),
                new Page(0, RandomVersion.ITEMS),
                new Selection(List.of(), false, null, 0),
                new Ordering(List.of(), how, 15),
                false);
        List<ScoredItem> whole = Recommender.recommend(bare(model), request).items();
        List<ScoredItem> pages = new ArrayList<>();
        for (int offset = 0; offset < RandomVersion.ITEMS; offset += 7) {
          pages.addAll(Recommender.recommend(bare(model), request.at(new Page(offset, 7))).items());
        }
        assertThat(pages).as("seed %d %s", seed, how).isEqualTo(whole);
        assertThat(whole).extracting(ScoredItem::itemId).doesNotHaveDuplicates();
        assertThat(whole.subList(0, 15)).isNotEqualTo(byScore(whole.subList(0, 15)));
        assertThat(whole.subList(15, whole.size()))
            .isEqualTo(byScore(whole.subList(15, whole.size())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void candidatesAreOrderedAndTheRestIsNamed(long seed) throws Exception {
    RandomVersion version = new RandomVersion(seed);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      Random random = new Random(seed);
      List<String> ids = new ArrayList<>(List.of("nothing"));
      random.ints(20, 0, RandomVersion.ITEMS).forEach(item -> ids.add("i" + item));
      Set<String> hidden = new HashSet<>();
      version.catalogue.stream()
          .filter(entry -> !entry.available() && ids.contains(entry.itemId()))
          .forEach(entry -> hidden.add(entry.itemId()));
      for (var asker :
          List.of(new Asker("u2", null, List.of()), new Asker(null, null, List.of()))) {
        CandidateRequest request = new CandidateRequest(asker, ids, List.of(), false);
        int user = asker.userId() == null ? 0 : 3;
        CandidateRanking ranking = CandidateRanking.of(bare(model), request);
        assertThat(ranking.unknown()).containsExactly("nothing");
        assertThat(ranking.unavailable()).containsExactlyInAnyOrderElementsOf(hidden);
        Set<String> expected = new HashSet<>(ids);
        expected.removeAll(hidden);
        expected.remove("nothing");
        assertThat(ranking.answer().items())
            .extracting(ScoredItem::itemId)
            .containsExactlyInAnyOrderElementsOf(expected);
        List<Integer> history = IntStream.of(version.history(user)).boxed().toList();
        for (ScoredItem item : ranking.answer().items()) {
          double score = version.score(user, history, List.of(), row(item.itemId()));
          assertThat((double) item.score())
              .as("seed %d %s", seed, item)
              .isCloseTo(score, within(TOLERANCE));
        }
        assertThat(ranking.answer().items()).isEqualTo(byScore(ranking.answer().items()));
        assertThat(CandidateRanking.byPrior(bare(model), request).answer().items())
            .extracting(ScoredItem::itemId)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void similarItemsAreTheNearestWhateverTheirPopularity(long seed) throws Exception {
    RandomVersion version = new RandomVersion(seed);
    GoldenStore golden = new GoldenStore(root);
    version.put(golden, 1);
    try (LoadedModel model = TestModels.load(golden, 1)) {
      for (int item = 0; item < RandomVersion.ITEMS; item += 5) {
        var answer =
            SimilarItems.of(
                bare(model), "i" + item, new Page(0, 48), FilterParser.parse("year > 1995"));
        Set<String> expected = new HashSet<>();
        for (CatalogueEntry entry : version.catalogue) {
          if (entry.available() && year(entry) > 1995 && row(entry.itemId()) != item) {
            expected.add(entry.itemId());
          }
        }
        assertThat(answer.items())
            .extracting(ScoredItem::itemId)
            .containsExactlyInAnyOrderElementsOf(expected);
        for (ScoredItem similar : answer.items()) {
          assertThat((double) similar.score())
              .as("seed %d: %s like i%d", seed, similar, item)
              .isCloseTo(version.likeness(item, row(similar.itemId())), within(TOLERANCE));
        }
        assertThat(answer.items()).isEqualTo(byScore(answer.items()));
      }
    }
  }

  private static List<ScoredItem> byScore(List<ScoredItem> items) {
    return items.stream().sorted(Comparator.comparingDouble(ScoredItem::score).reversed()).toList();
  }
}
