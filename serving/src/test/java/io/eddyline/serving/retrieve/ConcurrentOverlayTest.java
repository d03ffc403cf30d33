package io.eddyline.serving.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests while items are laid over the version and lifted again, with rows that say the same as
 * the version's own: whatever moment an answer sees of which item, it is the same answer.
 */
class ConcurrentOverlayTest {
  private static final long SEED = 7;
  private static final int READERS = 3;
  private static final int REQUESTS = 2_000;
  private static final int MOST_LAID = 9;
  private static final double TOLERANCE = 1e-4;

  @TempDir Path root;

  @Test
  void noItemIsMissingOrTwiceWhileTheOverlayChanges() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    RandomVersion version = new RandomVersion(SEED);
    version.put(golden, 1);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Overlay overlay = new Overlay(new OverlayConfig(1, MOST_LAID), registry);
    AtomicBoolean done = new AtomicBoolean();
    try (LoadedModel model = TestModels.load(golden, 1);
        var threads = Executors.newFixedThreadPool(READERS + 1)) {
      overlay.follow(model);
      List<RecommendationRequest> requests =
          List.of(request(RandomVersion.ITEMS + 5), request(10), request(1));
      List<List<ScoredItem>> expected = new ArrayList<>();
      for (RecommendationRequest request : requests) {
        expected.add(Recommender.recommend(Overlay.bare(model), request).items());
      }
      Future<?> writer = threads.submit(() -> write(overlay, model, done));
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(threads.submit(() -> read(overlay, model, requests, expected)));
      }
      try {
        for (Future<?> reader : readers) {
          reader.get();
        }
      } finally {
        done.set(true);
      }
      writer.get();
      assertThat(registry.get("eddyline.serving.overlay.evictions").counters())
          .anyMatch(counter -> counter.count() > 0);
    }
  }

  private static RecommendationRequest request(int limit) {
    return new RecommendationRequest(
        new Asker("u3", null, List.of()),
        new Page(0, limit),
        new Selection(List.of(), false, null, 0),
        Ordering.BY_SCORE,
        false);
  }

  private static void write(Overlay overlay, LoadedModel model, AtomicBoolean done) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (long updates = 1; !done.get(); updates++) {
      overlay.put(sameAsOwn(model, random.nextInt(RandomVersion.ITEMS), updates));
      if (random.nextInt(4) == 0) {
        overlay.changed();
      }
    }
  }

  private static OverlayItem sameAsOwn(LoadedModel model, int row, long updates) {
    Scoring scoring = model.scoring();
    float popularity = model.items().priors().popularity(row);
    double ofTrend =
        model.items().priors().prior(row)
            - scoring.priorWeight() * Math.log(popularity + Scoring.POPULARITY_OFFSET);
    return new OverlayItem(
        model.items().id(row),
        new RowOrigin(0, new RowVersion(1, updates), updates),
        model.tables().item(row),
        new float[model.tables().dimension()],
        model.tables().history(row),
        popularity,
        Math.exp(ofTrend / scoring.trendWeight()) - Scoring.POPULARITY_OFFSET,
        RandomVersion.LIVE_PAIRS + 1);
  }

  private static void read(
      Overlay overlay,
      LoadedModel model,
      List<RecommendationRequest> requests,
      List<List<ScoredItem>> expected) {
    for (int at = 0; at < REQUESTS; at++) {
      int which = at % requests.size();
      List<ScoredItem> items =
          Recommender.recommend(overlay.over(model), requests.get(which)).items();
      String what = "seed %d request %d of %s".formatted(SEED, at, requests.get(which).page());
      assertThat(items)
          .as(what)
          .extracting(ScoredItem::itemId)
          .isEqualTo(expected.get(which).stream().map(ScoredItem::itemId).toList());
      for (int rank = 0; rank < items.size(); rank++) {
        assertThat(items.get(rank).score())
            .as(what)
            .isCloseTo(expected.get(which).get(rank).score(), within((float) TOLERANCE));
      }
    }
  }
}
